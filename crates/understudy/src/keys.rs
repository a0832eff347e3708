//! The keys of a shop: files that only their owner can read, made at the first start.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use anyhow::{Context, Result, bail};
use shop::desk::Keys;
use shop::kernel::Entropy;

/// Reads the keys in `folder`, or makes them where `may_make` says that this is a new shop.
pub fn load(folder: &Path, entropy: &dyn Entropy, may_make: bool) -> Result<Keys> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("setting keys: cannot make {}", folder.display()))?;
    let master = load_one(&folder.join("master.key"), entropy, may_make)?;
    let signing = load_one(&folder.join("signing.key"), entropy, may_make)?;
    Ok(Keys::new(master, signing))
}

fn load_one(path: &Path, entropy: &dyn Entropy, may_make: bool) -> Result<[u8; 32]> {
    if path.exists() {
        return read(path);
    }
    if !may_make {
        bail!(
            "setting keys: {} is missing, but the database is not new. Without its keys nobody can read the \
             recorded details. Bring the key files back, or give their directory with --keys",
            path.display()
        );
    }
    let mut key = [0; 32];
    entropy.fill(&mut key);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("setting keys: cannot write {}", path.display()))?;
    writeln!(file, "{}", crate::import::hex(&key))?;
    file.sync_all()?;
    Ok(key)
}

fn read(path: &Path) -> Result<[u8; 32]> {
    let mode = fs::metadata(path)?.mode() & 0o077;
    if mode != 0 {
        bail!("setting keys: {} can be read by others; make it 0600", path.display());
    }
    let text = fs::read_to_string(path)?;
    let text = text.trim();
    let mut key = [0; 32];
    let digits =
        (0..32).map(|i| text.get(2 * i..2 * i + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()));
    for (byte, digit) in key.iter_mut().zip(digits) {
        *byte =
            digit.with_context(|| format!("setting keys: {} does not hold 64 hex digits", path.display()))?;
    }
    Ok(key)
}
