//! PostgreSQL addresses and TLS.

use std::str::FromStr;
use std::sync::Arc;

use postgres::Config;
use postgres::config::SslMode;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Error;

/// How to reach a server.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) config: Config,
    pub(crate) tls: MakeRustlsConnect,
}

impl Address {
    /// Reads `postgres://user:password@host:port/database?option=value`, as libpq does
    /// (<https://www.postgresql.org/docs/current/libpq-connect.html>), a socket directory as host included.
    ///
    /// A certificate is always checked when TLS is used, against `sslrootcert` if given and the web's roots
    /// otherwise: `require`, `verify-ca` and `verify-full` mean the same here. `prefer`, the default, goes on
    /// without TLS when the server has none or its certificate is not trusted, as libpq does.
    pub(crate) fn parse(url: &str) -> Result<Address, Error> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut kept = Vec::new();
        let mut roots = None;
        for option in query.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslrootcert", path)) => roots = Some(path),
                Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
                _ => kept.push(option),
            }
        }
        let config = Config::from_str(&format!("{base}?{}", kept.join("&")))
            .map_err(|error| wrong(&format!("{error}: {}", chain(&error))))?;
        Ok(Address { config, tls: tls(roots)? })
    }

    /// The same server without TLS, where the address allows that.
    pub(crate) fn without_tls(&self) -> Option<Address> {
        let mut plain = self.clone();
        plain.config.ssl_mode(SslMode::Disable);
        (self.config.get_ssl_mode() == SslMode::Prefer).then_some(plain)
    }
}

fn tls(roots: Option<&str>) -> Result<MakeRustlsConnect, Error> {
    let mut trusted = RootCertStore::empty();
    match roots {
        None => trusted.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let unreadable = |error: &dyn std::fmt::Display| wrong(&format!("sslrootcert={path}: {error}"));
            let found = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))?;
            for certificate in found {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                trusted.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(&error.to_string()))?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn wrong(what: &str) -> Error {
    Error::Settings { reason: format!("the database address is wrong: {what}") }
}

/// What lies behind an error, which PostgreSQL's client does not say in its own text.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
