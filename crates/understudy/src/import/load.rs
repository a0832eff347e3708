//! Reads a file's records into typed rows and stores them batch by batch.

use anyhow::Result;
use serde::de::DeserializeOwned;
use shop::catalog::import as catalog;
use shop::customers::{CustomerRow, ImportCustomers};
use shop::desk::{Act, Desk, Once};
use shop::kernel::Secret;
use shop::kernel::id::TenantId;
use shop::kernel::problem::Problem;
use shop::kernel::text::Text;
use shop::orders::{ImportOrders, OrderLineRow};

use super::file::{Record, Source};
use super::kinds::Kind;
use super::progress::Progress;

/// How files are loaded.
#[derive(Clone, Copy)]
pub struct Options {
    /// Store nothing.
    pub dry_run: bool,
    /// Do not answer batches from an earlier run.
    pub from_start: bool,
}

/// Rows of one batch.
const BATCH: usize = 500;

/// Loads one file.
pub fn file(
    desk: &Desk,
    tenant: TenantId,
    source: &Source,
    options: Options,
    progress: &mut Progress,
) -> Result<()> {
    let load = Load { desk, tenant, source, options };
    match source.kind {
        Kind::Attributes => load.each::<catalog::AttributeRow, _>(progress, |digest, first_row, rows| {
            catalog::ImportAttributes { digest, first_row, rows }
        }),
        Kind::Categories => load.each::<catalog::CategoryRow, _>(progress, |digest, first_row, rows| {
            catalog::ImportCategories { digest, first_row, rows }
        }),
        Kind::Products => load.each::<catalog::ProductRow, _>(progress, |digest, first_row, rows| {
            catalog::ImportProducts { digest, first_row, rows }
        }),
        Kind::Variants => load.each::<catalog::VariantRow, _>(progress, |digest, first_row, rows| {
            catalog::ImportVariants { digest, first_row, rows }
        }),
        Kind::Stock => load.each::<catalog::StockRow, _>(progress, |digest, first_row, rows| {
            catalog::ImportStock { digest, first_row, rows }
        }),
        Kind::Customers => load.each::<CustomerRow, _>(progress, |digest, first_row, rows| ImportCustomers {
            digest,
            first_row,
            rows,
        }),
        Kind::Orders => load.each::<OrderLineRow, _>(progress, |digest, first_row, rows| ImportOrders {
            digest,
            first_row,
            rows,
        }),
        Kind::Staff => anyhow::bail!("{} cannot be imported yet", source.kind.name()),
    }
}

/// What became of a batch, in whichever room.
trait Counts {
    fn counts(&self) -> (u32, u32, u32);
    fn refused(self) -> Vec<(u32, String, String)>;
}

macro_rules! counts {
    ($($imported:ty),*) => {$(
        impl Counts for $imported {
            fn counts(&self) -> (u32, u32, u32) { (self.created, self.updated, self.unchanged) }
            fn refused(self) -> Vec<(u32, String, String)> {
                self.refused.into_iter().map(|row| (row.row, row.pointer, row.problem)).collect()
            }
        }
    )*};
}
counts!(shop::kernel::import::Imported, shop::orders::ImportedOrders);

struct Load<'a> {
    desk: &'a Desk,
    tenant: TenantId,
    source: &'a Source,
    options: Options,
}

/// A row and the line it came from.
struct Lined<R> {
    line: u64,
    row: R,
    password: Option<Secret<String>>,
}

/// Rows that go into the same batch or not at all.
struct Group<R> {
    name: Option<String>,
    rows: Vec<Lined<R>>,
    broken: bool,
}

impl<R> Default for Group<R> {
    fn default() -> Self {
        Self { name: None, rows: Vec::new(), broken: false }
    }
}

impl Load<'_> {
    fn each<R, A>(&self, progress: &mut Progress, make: impl Fn(Text<1, 64>, u32, Vec<R>) -> A) -> Result<()>
    where
        R: DeserializeOwned + TakesPassword,
        A: Act<Out: Counts>,
    {
        let mut batch: Vec<Lined<R>> = Vec::with_capacity(BATCH);
        let mut group = Group::<R>::default();
        for record in self.source.records()? {
            progress.advance(1);
            let record = match record {
                Ok(record) => record,
                Err((line, problem)) => {
                    progress.left_out(line, String::new(), problem);
                    continue;
                }
            };
            let name = self.group_of(&record);
            if name.is_none() || name != group.name {
                self.close(&mut batch, std::mem::take(&mut group), progress, &make)?;
                group.name = name;
            }
            match self.typed::<R>(&record) {
                Ok(row) => {
                    let password = record.some("password").map(|password| Secret::new(password.to_owned()));
                    group.rows.push(Lined { line: record.line, row, password });
                }
                Err((column, problem)) => {
                    group.broken = true;
                    progress.left_out(record.line, column, problem);
                }
            }
        }
        self.close(&mut batch, group, progress, &make)?;
        self.store(batch, progress, &make)
    }

    /// What must not be parted: the lines of one order. Other rows stand alone.
    fn group_of(&self, record: &Record) -> Option<String> {
        (self.source.kind == Kind::Orders).then(|| record.get("order_ref").unwrap_or_default().to_owned())
    }

    /// Adds a whole group to the batch, storing the batch first where it would grow too large. A group with a
    /// row that does not read is left out as a whole.
    fn close<R, A>(
        &self,
        batch: &mut Vec<Lined<R>>,
        group: Group<R>,
        progress: &mut Progress,
        make: &impl Fn(Text<1, 64>, u32, Vec<R>) -> A,
    ) -> Result<()>
    where
        R: TakesPassword,
        A: Act<Out: Counts>,
    {
        if group.broken {
            for row in &group.rows {
                progress.left_out(
                    row.line,
                    String::new(),
                    "Another row of this order does not read.".to_owned(),
                );
            }
            return Ok(());
        }
        if !batch.is_empty() && batch.len() + group.rows.len() > BATCH {
            self.store(std::mem::take(batch), progress, make)?;
        }
        batch.extend(group.rows);
        Ok(())
    }

    fn typed<R: DeserializeOwned>(&self, record: &Record) -> Result<R, (String, String)> {
        let kind = self.source.kind;
        let value = kind.row(record)?;
        serde_path_to_error::deserialize(value).map_err(|error| {
            let pointer = format!("/{}", error.path().to_string().replace('.', "/"));
            (kind.column_of(&pointer), error.inner().to_string())
        })
    }

    fn store<R, A>(
        &self,
        mut batch: Vec<Lined<R>>,
        progress: &mut Progress,
        make: &impl Fn(Text<1, 64>, u32, Vec<R>) -> A,
    ) -> Result<()>
    where
        R: TakesPassword,
        A: Act<Out: Counts>,
    {
        if self.options.dry_run || batch.is_empty() {
            return Ok(());
        }
        let passwords =
            batch.iter_mut().enumerate().filter_map(|(i, lined)| Some((i, lined.password.take()?))).collect();
        let lines: Vec<u64> = batch.iter().map(|lined| lined.line).collect();
        let mut rows: Vec<R> = batch.into_iter().map(|lined| lined.row).collect();
        for (place, hash) in hashed(self.desk, passwords)? {
            rows[place].take_password(hash);
        }
        let first = u32::try_from(lines[0]).unwrap_or(u32::MAX);
        let digest: Text<1, 64> = self.source.digest.parse().map_err(|_| anyhow::anyhow!("no digest"))?;
        let caller = self.desk.operator(self.tenant);
        // A batch that went in before is answered from memory: that is what makes an import resumable.
        let key = format!("{}-{first}", &self.source.digest[..48]);
        let once =
            if self.options.from_start { None } else { Some(Once::new(&key, b"import").map_err(plain)?) };
        let imported =
            self.desk.act(&caller, make(digest, first, rows), once).map_err(plain)?.out().map_err(plain)?;
        let (created, updated, unchanged) = imported.counts();
        progress.stored(created, updated, unchanged);
        for (row, pointer, problem) in imported.refused() {
            let line = lines.get(row as usize).copied().unwrap_or_default();
            progress.left_out(line, self.source.kind.column_of(&pointer), problem);
        }
        Ok(())
    }
}

fn plain(problem: Problem) -> anyhow::Error {
    anyhow::anyhow!("{problem}")
}

/// Hashes passwords on all processors: each takes some 27 ms.
fn hashed(desk: &Desk, passwords: Vec<(usize, Secret<String>)>) -> Result<Vec<(usize, String)>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let salted: Vec<_> =
        passwords.into_iter().map(|(place, password)| (place, password, desk.mint().bytes())).collect();
    let share = salted.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = salted
            .chunks(share)
            .map(|some| {
                scope.spawn(move || {
                    some.iter()
                        .map(|(place, password, salt)| {
                            Ok((*place, shop::people::password::hash(password, *salt).map_err(plain)?))
                        })
                        .collect::<Result<Vec<_>>>()
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.join().map_err(|_| anyhow::anyhow!("hashing failed"))??);
        }
        Ok(all)
    })
}

/// A row that may bring a password.
trait TakesPassword {
    /// Puts the hash in.
    fn take_password(&mut self, _: String) {}
}

impl TakesPassword for catalog::AttributeRow {}
impl TakesPassword for catalog::CategoryRow {}
impl TakesPassword for catalog::ProductRow {}
impl TakesPassword for catalog::VariantRow {}
impl TakesPassword for catalog::StockRow {}
impl TakesPassword for OrderLineRow {}
impl TakesPassword for CustomerRow {
    fn take_password(&mut self, hash: String) {
        self.password = Some(hash);
    }
}
