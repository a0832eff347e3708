//! `understudy audit`: taking the audit log home, and checking what was taken.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use shop::audit::checkpoint::Checkpoint;
use shop::audit::exporting::{Export, ExportError, Exported};
use shop::audit::note::VerifierKey;
use shop::audit::verify::verify;
use shop::desk::Desk;
use shop::kernel::id::{AssistSessionId, TenantId};

use crate::config::StoreFlags;
use crate::serve;

/// Something is wrong with the log, and was named.
const FOUND: u8 = 1;
/// The command could not be carried out.
const WRONG_USE: u8 = 2;

/// What to do with the audit log. Exit 0: done, all as signed. 1: something is wrong with the log. 2: wrong use.
#[derive(Subcommand)]
pub enum AuditVerb {
    /// Write the log, or one assist session of it, into a file that can be checked anywhere.
    ///
    /// Works directly on the database and may run beside a server. The export is itself recorded. Details that
    /// were not erased can be read in the file: treat it like the customers' data, or say --sealed.
    Export(ExportFlags),
    /// Check an export with nothing but the log's public key. Needs no database and no network.
    ///
    /// Every change at or below the checkpoint given with --checkpoint is found and named. Without one, an older
    /// export in place of a newer one cannot be told.
    Verify(VerifyFlags),
    /// Prove that single leaves are in the signed log; `verify` checks the proof.
    Prove(ProveFlags),
    /// Print the log's public key. Give it to the auditor by a way of its own, once.
    Key(KeyFlags),
}

/// Whose log, and where it lies.
#[derive(Args)]
pub struct LogFlags {
    /// Settings file (TOML) [default: understudy.toml in the data directory, if there is one]
    #[arg(long, env = "UNDERSTUDY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the data and the keys lie.
    #[command(flatten)]
    store: StoreFlags,
    /// Tenant, by name or id; needed only where there are several
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
}

/// How a file is written.
#[derive(Args)]
pub struct FileFlags {
    /// File to write; it must not be there yet [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Signed checkpoint you hold from outside; the file will prove that the log still begins with it. May be repeated
    #[arg(long, value_name = "NOTE_FILE")]
    checkpoint: Vec<PathBuf>,
    /// Leave the details sealed
    #[arg(long)]
    sealed: bool,
}

/// What `export` takes.
#[derive(Args)]
pub struct ExportFlags {
    /// Only this assist session, each leaf with its proof
    #[arg(long, value_name = "ID", conflicts_with = "all", required_unless_present = "all")]
    session: Option<AssistSessionId>,
    /// The whole log
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    file: FileFlags,
    #[command(flatten)]
    log: LogFlags,
}

/// What `verify` takes.
#[derive(Args)]
pub struct VerifyFlags {
    /// The export; - for standard input
    #[arg(value_name = "FILE")]
    export: PathBuf,
    /// The log's public key: its text, or a file that holds it (see `audit key`)
    #[arg(long, value_name = "KEY")]
    key: String,
    /// The newest signed checkpoint you hold from outside the machine
    #[arg(long, value_name = "NOTE_FILE")]
    checkpoint: Option<PathBuf>,
}

/// What `prove` takes.
#[derive(Args)]
pub struct ProveFlags {
    /// Leaves: each its place in the tree (4711), or chain and place in it (session:ase_…:3)
    #[arg(value_name = "LEAF", required = true)]
    leaves: Vec<String>,
    #[command(flatten)]
    file: FileFlags,
    #[command(flatten)]
    log: LogFlags,
}

/// What `key` takes.
#[derive(Args)]
pub struct KeyFlags {
    #[command(flatten)]
    log: LogFlags,
}

/// Does it. Findings and problems are printed here, so that they have exit codes of their own.
pub fn run(verb: AuditVerb) -> Result<ExitCode> {
    let outcome = match verb {
        AuditVerb::Export(flags) => {
            let export = Export { session: flags.session, sealed: flags.file.sealed, ..Export::default() };
            write(flags.log, &flags.file, export)
        }
        AuditVerb::Prove(flags) => {
            let export = Export { leaves: flags.leaves, sealed: flags.file.sealed, ..Export::default() };
            write(flags.log, &flags.file, export)
        }
        AuditVerb::Verify(flags) => check(&flags),
        AuditVerb::Key(flags) => flags.log.open().map(|(desk, tenant)| {
            println!("{}", desk.verifier_key(tenant));
            ExitCode::SUCCESS
        }),
    };
    Ok(outcome.unwrap_or_else(|error| {
        eprintln!("understudy: {error:#}");
        ExitCode::from(WRONG_USE)
    }))
}

impl LogFlags {
    fn open(self) -> Result<(Desk, TenantId)> {
        let desk = serve::open_existing(&self.store.settle_with_file(self.config.as_deref())?)?;
        let tenant = pick_tenant(&desk, self.tenant.as_deref())?;
        Ok((desk, tenant))
    }
}

fn pick_tenant(desk: &Desk, named: Option<&str>) -> Result<TenantId> {
    let directory = desk.directory().map_err(|problem| anyhow::anyhow!("{}", problem.detail))?;
    let tenants = directory.tenants();
    let names = || {
        tenants.iter().map(|tenant| format!("{} ({})", tenant.name, tenant.id)).collect::<Vec<_>>().join(", ")
    };
    match (named, tenants) {
        (_, []) => bail!("this database holds no shop yet"),
        (None, [only]) => Ok(only.id),
        (None, _) => bail!("--tenant: there are several, say which: {}", names()),
        (Some(named), _) => {
            let found = tenants.iter().find(|tenant| tenant.name == named || tenant.id.to_string() == named);
            found
                .map(|tenant| tenant.id)
                .with_context(|| format!("--tenant: there is no {named:?} among {}", names()))
        }
    }
}

fn write(log: LogFlags, file: &FileFlags, export: Export) -> Result<ExitCode> {
    let (desk, tenant) = log.open()?;
    let held = file.checkpoint.iter().map(|path| held_size(path, &desk.verifier_key(tenant)));
    let export = Export { held: held.collect::<Result<_>>()?, ..export };
    let exported = match &file.out {
        None => export_to(&desk, tenant, &export, &mut std::io::stdout().lock())?,
        Some(path) => export_to_file(&desk, tenant, &export, path)?,
    };
    let Exported { leaves, missing, size } = exported;
    eprintln!("{leaves} leaves, up to checkpoint {size} of {}", desk.verifier_key(tenant).name());
    if missing > 0 {
        eprintln!("{missing} leaves are not in the database any more; `audit verify` names them");
        return Ok(ExitCode::from(FOUND));
    }
    Ok(ExitCode::SUCCESS)
}

/// The size a held checkpoint speaks of, once its signature is found to be right.
fn held_size(path: &Path, key: &VerifierKey) -> Result<u64> {
    let note = read_text("--checkpoint", path)?;
    let checkpoint = Checkpoint::open(&note, key)
        .with_context(|| format!("--checkpoint: {} is not a checkpoint signed by {key}", path.display()))?;
    Ok(checkpoint.size)
}

fn export_to(desk: &Desk, tenant: TenantId, export: &Export, out: &mut dyn Write) -> Result<Exported> {
    let mut out = BufWriter::new(out);
    let exported = desk.export_audit_as_operator(tenant, export, &mut out);
    exported.map_err(|error| match error {
        ExportError::Refused(problem) => {
            let at = problem.errors.first().map(|error| format!("{}: ", error.pointer)).unwrap_or_default();
            anyhow::anyhow!("{at}{}", problem.detail)
        }
        ExportError::Write(error) => error.into(),
    })
}

/// Writes beside the file and names it at the end, so that what stands there is whole.
fn export_to_file(desk: &Desk, tenant: TenantId, export: &Export, path: &Path) -> Result<Exported> {
    if path.exists() {
        bail!("--out: {} is there already", path.display());
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let cannot = || format!("--out: cannot write {}", path.display());
    let mut file = File::create(&part).with_context(cannot)?;
    let exported = export_to(desk, tenant, export, &mut file).and_then(|exported| {
        file.sync_all().with_context(cannot)?;
        std::fs::rename(&part, path).with_context(cannot)?;
        Ok(exported)
    });
    if exported.is_err() {
        // What went wrong is told; that the rest of it could not be removed would only hide it.
        drop(std::fs::remove_file(&part));
    }
    exported
}

fn check(flags: &VerifyFlags) -> Result<ExitCode> {
    let key = read_key(&flags.key)?;
    let outside = flags.checkpoint.as_deref().map(|path| read_text("--checkpoint", path)).transpose()?;
    let input: Box<dyn Read> = match flags.export.to_str() {
        Some("-") => Box::new(std::io::stdin()),
        _ => Box::new(
            File::open(&flags.export).with_context(|| format!("cannot open {}", flags.export.display()))?,
        ),
    };
    match verify(BufReader::new(input), &key, outside.as_deref()) {
        Ok(report) => {
            println!("{report}");
            Ok(ExitCode::SUCCESS)
        }
        Err(findings) => {
            findings.iter().for_each(|finding| println!("{finding}"));
            Ok(ExitCode::from(FOUND))
        }
    }
}

fn read_key(given: &str) -> Result<VerifierKey> {
    if let Ok(key) = VerifierKey::parse(given) {
        return Ok(key);
    }
    let path = Path::new(given);
    if !path.exists() {
        bail!("--key: {given:?} is neither a key (name+id+base64) nor a file");
    }
    let text = read_text("--key", path)?;
    VerifierKey::parse(&text).with_context(|| format!("--key: {} holds no key", path.display()))
}

fn read_text(flag: &str, path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{flag}: cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::config::{Cli, Verb};

    /// The exit code of a command line.
    fn code(arguments: &[&str]) -> ExitCode {
        let all = ["understudy", "audit"].iter().chain(arguments);
        match Cli::try_parse_from(all).unwrap().verb {
            Some(Verb::Audit(verb)) => run(verb).unwrap(),
            _ => panic!("another verb"),
        }
    }

    fn sample(name: &str) -> String {
        format!("{}/../../verifier/samples/{name}", env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn a_clean_export_ends_with_0_and_a_changed_one_with_1() {
        let (key, note) = (sample("key.txt"), sample("good-whole.note"));
        let good = sample("good-whole.jsonl");
        assert_eq!(code(&["verify", &good, "--key", &key, "--checkpoint", &note]), ExitCode::SUCCESS);
        let text = std::fs::read_to_string(&key).unwrap();
        assert_eq!(code(&["verify", &good, "--key", text.trim()]), ExitCode::SUCCESS);
        assert_eq!(code(&["verify", &sample("bad-edited.jsonl"), "--key", &key]), ExitCode::from(FOUND));
    }

    #[test]
    fn wrong_use_ends_with_2_and_names_the_flag() {
        let good = sample("good-whole.jsonl");
        assert_eq!(code(&["verify", &good, "--key", "nonsense"]), ExitCode::from(WRONG_USE));
        assert!(read_key("nonsense").unwrap_err().to_string().starts_with("--key"));
        assert!(read_key(&good).unwrap_err().to_string().contains("holds no key"));
        assert_eq!(code(&["verify", "/nowhere", "--key", &sample("key.txt")]), ExitCode::from(WRONG_USE));
        assert_eq!(code(&["key", "--data", "/nowhere"]), ExitCode::from(WRONG_USE));
        assert!(Cli::try_parse_from(["understudy", "audit", "export"]).is_err(), "--session or --all");
    }

    #[test]
    fn a_shop_s_log_goes_out_and_is_checked() {
        let folder = std::env::temp_dir().join(format!("understudy-audit-{}", std::process::id()));
        let data = folder.to_str().unwrap();
        let config = StoreFlags { data: Some(folder.clone()), ..StoreFlags::default() }.settle();
        let desk = serve::open(&config, std::sync::Arc::new(serve::NoListeners)).unwrap();
        let tenant = desk.found_tenant("Northlight", &[]).unwrap();
        assert_eq!(
            code(&["export", "--all", "--data", data]),
            ExitCode::from(WRONG_USE),
            "nothing is signed yet"
        );
        failed_sign_in(&desk, tenant);

        let (out, key) = (format!("{data}/log.jsonl"), desk.verifier_key(tenant).to_string());
        assert_eq!(code(&["export", "--all", "--data", data, "--out", &out]), ExitCode::SUCCESS);
        assert_eq!(code(&["verify", &out, "--key", &key]), ExitCode::SUCCESS);
        assert_eq!(code(&["export", "--all", "--data", data, "--out", &out]), ExitCode::from(WRONG_USE));
        let proof = format!("{data}/proof.jsonl");
        assert_eq!(code(&["prove", "0", "--data", data, "--out", &proof]), ExitCode::SUCCESS);
        assert_eq!(code(&["verify", &proof, "--key", &key]), ExitCode::SUCCESS);
        assert_eq!(code(&["prove", "99", "--data", data]), ExitCode::from(WRONG_USE));
        let changed = std::fs::read_to_string(&out).unwrap().replacen("\"index\":0", "\"index\":1", 1);
        std::fs::write(&out, changed).unwrap();
        assert_eq!(code(&["verify", &out, "--key", &key]), ExitCode::from(FOUND));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    /// Somebody tries a password, which leaves a leaf.
    fn failed_sign_in(desk: &Desk, tenant: TenantId) {
        let caller = shop::desk::Caller {
            tenant,
            site: None,
            credential: shop::desk::Credential::None,
            channel: shop::desk::Channel::Office,
            request: desk.mint().id(),
            locale: shop::kernel::Locale::En,
            address: "192.0.2.1".to_owned(),
            renews: true,
        };
        let act = shop::people::sign_in::SignIn {
            email: "sarah@northlight.example".parse().unwrap(),
            password: shop::people::password::GivenPassword::new(shop::kernel::Secret::new(
                "a guess".to_owned(),
            )),
            token: shop::kernel::secret::TokenHash::of("token"),
            device: shop::kernel::text::Text::default(),
            dialect: None,
        };
        desk.act(&caller, act, None).unwrap_err();
    }
}
