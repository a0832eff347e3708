//! The part of an address that says which tab of an agent's browser is speaking: `/as/3/…`.
//!
//! It is taken off before routing, by a service around the router: as a nested route it would break path
//! extractors, and as a router layer it would come too late.

use std::task::{Context, Poll};

use axum::http::{Request, Uri};
use tower::Service;

/// The prefix of every link on a page, and the tab it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// `""`, or `/as/3`.
    pub prefix: String,
    /// The number of the agent's tab.
    pub tab: Option<u32>,
}

/// Takes `/as/{n}` off the path and puts a [`Base`] into the request.
#[derive(Clone)]
pub struct WithBase<S>(pub S);

impl<S, B> Service<Request<B>> for WithBase<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        let (base, uri) = split(request.uri());
        if let Some(uri) = uri {
            *request.uri_mut() = uri;
        }
        request.extensions_mut().insert(base);
        self.0.call(request)
    }
}

fn split(uri: &Uri) -> (Base, Option<Uri>) {
    let path = uri.path();
    let Some(rest) = path.strip_prefix("/as/") else { return (Base::default(), None) };
    let (number, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // "03" and "+3" are other spellings of the same tab; only one spelling is an address.
    let tab = number.parse::<u32>().ok().filter(|tab| tab.to_string() == number);
    let Some(tab) = tab else { return (Base::default(), None) };
    let rest = if rest.is_empty() { "/" } else { rest };
    let target = match uri.query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    match target.parse() {
        Ok(uri) => (Base { prefix: format!("/as/{tab}"), tab: Some(tab) }, Some(uri)),
        Err(_) => (Base::default(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tab_is_taken_off_the_path() {
        let (base, uri) = split(&"/as/3/eu/en/EUR/cart?asm=true".parse().unwrap());
        assert_eq!((base.prefix.as_str(), base.tab), ("/as/3", Some(3)));
        assert_eq!(uri.unwrap().to_string(), "/eu/en/EUR/cart?asm=true");
    }

    #[test]
    fn other_spellings_are_no_tab() {
        for path in ["/as/03/x", "/as/+3/x", "/as/x/3", "/as//3", "/assets/3", "/as/4294967296/"] {
            assert_eq!(split(&path.parse().unwrap()), (Base::default(), None), "{path}");
        }
    }
}
