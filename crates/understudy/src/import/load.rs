//! Reads a file's records into typed rows and stores them batch by batch.

use anyhow::Result;
use serde::de::DeserializeOwned;
use shop::catalog::import as catalog;
use shop::checkout::{ImportShippingMethods, ShippingRow};
use shop::customers::{CustomerRow, ImportCustomers};
use shop::desk::{Act, Desk, Once};
use shop::kernel::Secret;
use shop::kernel::id::TenantId;
use shop::kernel::import::{BATCH, Imported};
use shop::kernel::problem::Problem;
use shop::kernel::text::Text;
use shop::orders::{ImportOrders, OrderLineRow};
use shop::people::import::{ImportStaff, StaffRow};
use shop::sites::import::{ImportSites, SiteRow};

use super::file::{Record, Source};
use super::given::Given;
use super::kinds::{Kind, Wrong};
use super::passwords::{TakesPassword, check, hashed};
use super::progress::Progress;
use super::row;

/// How files are loaded.
#[derive(Clone, Default)]
pub struct Options {
    /// Store nothing; what other files on the command line bring counts as stored.
    pub dry_run: Option<Given>,
    /// Do not answer batches from an earlier run.
    pub from_start: bool,
    /// Take passwords that nobody could set.
    pub weak_passwords: bool,
}

/// Loads one file.
pub fn file(
    desk: &Desk,
    tenant: TenantId,
    source: &Source,
    options: &Options,
    progress: &mut Progress,
) -> Result<()> {
    let load = Load { desk, tenant, source, options };
    match source.kind {
        Kind::Sites => load.each::<SiteRow, _>(progress, |digest, first_row, rows| ImportSites {
            digest,
            first_row,
            rows,
        }),
        Kind::Shipping => load.each::<ShippingRow, _>(progress, |digest, first_row, rows| {
            ImportShippingMethods { digest, first_row, rows }
        }),
        Kind::Staff => load.each::<StaffRow, _>(progress, |digest, first_row, rows| ImportStaff {
            digest,
            first_row,
            rows,
        }),
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
    }
}

struct Load<'a> {
    desk: &'a Desk,
    tenant: TenantId,
    source: &'a Source,
    options: &'a Options,
}

/// A row and the line it came from.
struct Lined<R> {
    line: u64,
    row: R,
    password: Option<Secret<String>>,
    /// Columns that name only what other files bring. Kept for dry runs, where those are not stored.
    promised: Vec<&'static str>,
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
        A: Act<Out = Imported>,
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
            match self.lined::<R>(&record) {
                Ok(lined) => group.rows.push(lined),
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
        A: Act<Out = Imported>,
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

    fn lined<R: DeserializeOwned>(&self, record: &Record) -> Result<Lined<R>, Wrong> {
        let kind = self.source.kind;
        let row = serde_path_to_error::deserialize(row::of(kind, record)?).map_err(|error| {
            let pointer = format!("/{}", error.path().to_string().replace('.', "/"));
            (kind.column_of(&pointer), error.inner().to_string())
        })?;
        let password = record.some("password").map(|password| Secret::new(password.to_owned()));
        if let Some(password) = password.as_ref().filter(|_| !self.options.weak_passwords) {
            check(kind, password)?;
        }
        let promised =
            self.options.dry_run.as_ref().map_or_else(Vec::new, |given| given.promised(kind, record));
        Ok(Lined { line: record.line, row, password, promised })
    }

    fn store<R, A>(
        &self,
        mut batch: Vec<Lined<R>>,
        progress: &mut Progress,
        make: &impl Fn(Text<1, 64>, u32, Vec<R>) -> A,
    ) -> Result<()>
    where
        R: TakesPassword,
        A: Act<Out = Imported>,
    {
        if batch.is_empty() {
            return Ok(());
        }
        let passwords: Vec<_> =
            batch.iter_mut().enumerate().filter_map(|(i, lined)| Some((i, lined.password.take()?))).collect();
        let from: Vec<(u64, Vec<&str>)> =
            batch.iter_mut().map(|lined| (lined.line, std::mem::take(&mut lined.promised))).collect();
        let mut rows: Vec<R> = batch.into_iter().map(|lined| lined.row).collect();
        if self.options.dry_run.is_none() {
            for (place, hash) in hashed(self.desk, passwords, progress)? {
                rows[place].take_password(hash);
            }
        }
        let first = u32::try_from(from[0].0).unwrap_or(u32::MAX);
        let digest: Text<1, 64> = self.source.digest.parse().map_err(|_| anyhow::anyhow!("no digest"))?;
        let mut imported = self.done(make(digest, first, rows), first)?;
        for refused in std::mem::take(&mut imported.refused) {
            let column = self.source.kind.column_of(&refused.pointer);
            let (line, promised) = &from[refused.row as usize];
            if promised.contains(&column.as_str()) {
                imported.created += 1;
            } else {
                progress.left_out(*line, column, refused.problem);
            }
        }
        progress.stored(imported.created, imported.updated, imported.unchanged);
        Ok(())
    }

    /// Does a batch, or rehearses it in a dry run.
    fn done<A: Act<Out = Imported>>(&self, act: A, first: u32) -> Result<Imported> {
        let caller = self.desk.operator(self.tenant);
        if self.options.dry_run.is_some() {
            return self.desk.rehearse(&caller, act).map_err(plain);
        }
        // A batch that went in before is answered from memory: that is what makes an import resumable.
        let key = format!("{}-{first}", &self.source.digest[..48]);
        let once =
            if self.options.from_start { None } else { Some(Once::new(&key, b"import").map_err(plain)?) };
        let answer = self.desk.act(&caller, act, once).map_err(plain)?;
        let again = answer.is_replay();
        let imported = answer.out().map_err(plain)?;
        let stored = imported.created + imported.updated + imported.unchanged;
        Ok(if again { Imported { created: 0, updated: 0, unchanged: stored, ..imported } } else { imported })
    }
}

pub(super) fn plain(problem: Problem) -> anyhow::Error {
    anyhow::anyhow!("{problem}")
}
