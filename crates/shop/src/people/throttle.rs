//! Slowing down who guesses passwords. What is counted is the pair of account and address, the account alone, and
//! the address alone. A pair waits longer after each failure and is locked for half an hour after ten, which keeps
//! within PCI DSS 4.0.1, 8.3.4; an account alone is only slowed, so that nobody can lock somebody else out, and so is
//! an address from which one password after the other is tried on many accounts, since many people may share it.
//! Nothing says whether the account exists: unknown ones are counted alike, under keyed hashes.

use std::time::Duration;

use super::sql;
use crate::desk::chore::Chore;
use crate::desk::{Desk, Look, Refusal, Work};
use crate::kernel::Timestamp;
use crate::kernel::id::TenantId;
use crate::kernel::problem::{self, Problem};

/// How long a lock lasts and a failure counts, unless a surface says otherwise.
const LOCKED_FOR: Duration = Duration::from_secs(30 * 60);
/// Failures of an account, from whatever addresses, that cost no time.
const FREE_FOR_ACCOUNT: i64 = 10;
/// Failures from an address, on whatever accounts, that cost no time: a shared office on a Monday morning.
const FREE_FOR_ADDRESS: i64 = 50;
/// Wrong look-ups from one address that cost no time.
const FREE_LOOKS: i64 = 10;
/// The longest an account alone, or an address alone, is made to wait.
const SLOWEST: Duration = Duration::from_secs(8);

/// How failures of a pair of account and address are answered. An account alone and an address alone are slowed
/// down in the same way on every surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Failures that cost no time.
    pub free: u32,
    /// Failures after which the pair is locked.
    pub locked_after: u32,
    /// How long it is locked.
    pub locked_for: Duration,
    /// How long a failure counts.
    pub counted_for: Duration,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { free: 3, locked_after: 10, locked_for: LOCKED_FOR, counted_for: LOCKED_FOR }
    }
}

impl Throttle {
    fn locks(&self, failures: i64) -> bool {
        failures >= i64::from(self.locked_after)
    }

    fn delay(&self, failures: i64) -> Duration {
        if self.locks(failures) { self.locked_for } else { doubling(failures - i64::from(self.free)) }
    }
}

/// Whose accounts are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Realm {
    Staff,
    Customer,
    SetUp,
}

impl Realm {
    fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Customer => "customer",
            Self::SetUp => "set-up",
        }
    }
}

impl Desk {
    /// Forgets failed sign-ins that have had their time.
    pub fn forget_failures(&self) -> Result<u64, Problem> {
        let now = self.now();
        self.chore(Chore::Sweep, move |tx| tx.exec(&sql::SWEEP_FAILURES, store::params![now]))
    }
}

/// One account at one address.
pub(crate) struct Guess {
    realm: &'static str,
    account: [u8; 32],
    address: Vec<u8>,
    throttle: Throttle,
}

/// Stands for any address, and for any account.
const ANY: &[u8] = &[];

impl Guess {
    /// `account` is the account's e-mail key. `keyed_hash` is the desk's.
    pub(crate) fn at(
        realm: Realm,
        account: &str,
        address: &str,
        keyed_hash: impl Fn(&str, &str) -> [u8; 32],
    ) -> Self {
        let (account, address) =
            (keyed_hash("sign-in account", account), keyed_hash("sign-in address", address));
        Self { realm: realm.name(), account, address: address.to_vec(), throttle: Throttle::default() }
    }

    /// The same, answered as a surface wants it.
    #[must_use]
    pub(crate) fn by(self, throttle: Option<Throttle>) -> Self {
        Self { throttle: throttle.unwrap_or_default(), ..self }
    }

    /// What is counted: account and address of each count.
    fn counts(&self) -> [(&[u8], &[u8]); 3] {
        [(&self.account, &self.address), (&self.account, ANY), (ANY, &self.address)]
    }

    /// Until when nothing may be tried, before a transaction is even opened.
    pub(crate) fn blocked(
        &self,
        look: &mut Look<'_, '_>,
        at: Timestamp,
    ) -> Result<Option<Problem>, store::Error> {
        let tenant = look.tenant();
        for (account, address) in self.counts() {
            let key = store::params![tenant, self.realm, account, address];
            let Some(row) = look.sql().one(&sql::FAILURES, key)? else { continue };
            let (failures, until): (i64, Timestamp) = (row.get(0)?, row.get(1)?);
            if until > at {
                let locked = account != ANY && address != ANY && self.throttle.locks(failures);
                return Ok(Some(wait(locked, until, at)));
            }
        }
        Ok(None)
    }

    /// Counts a try before its outcome is known, so that tries side by side cannot overtake the count. Refuses
    /// one that comes too early.
    pub(crate) fn count(&self, work: &mut Work<'_, '_>) -> Result<Counted, Refusal> {
        let (tenant, at) = (work.tenant(), work.at());
        let forget = [self.throttle.counted_for, LOCKED_FOR, LOCKED_FOR].map(|long| at.plus(long));
        let mut tries = [0; 3];
        for ((count, forget), (account, address)) in tries.iter_mut().zip(forget).zip(self.counts()) {
            let row = work.sql().returning(
                &sql::COUNT_TRY,
                store::params![tenant, self.realm, account, address, at, forget],
            )?;
            let Some(row) = row else {
                let blocked = self.blocked(&mut work.look(), at)?;
                return Err(blocked.unwrap_or_else(|| wait(false, at, at)).into());
            };
            *count = row.get(0)?;
        }
        let [pair, account, address] = tries;
        Ok(Counted { pair, account, address })
    }

    /// The try was right: forgets all failures of this pair and of the account. The address keeps its other ones,
    /// so that an account of one's own does not wipe out what was tried on those of others.
    pub(crate) fn right(&self, work: &mut Work<'_, '_>) -> Result<(), store::Error> {
        let tenant = work.tenant();
        let [pair, account, (anybody, address)] = self.counts();
        for (account, address) in [pair, account] {
            let key = store::params![tenant, self.realm, account, address];
            work.sql().exec(&sql::FORGET_FAILURES, key)?;
        }
        work.sql().exec(&sql::UNCOUNT_TRY, store::params![tenant, self.realm, anybody, address])?;
        Ok(())
    }

    /// The try was wrong: makes the next one wait. Answers until when the pair is locked, if it is now.
    pub(crate) fn wrong(
        &self,
        work: &mut Work<'_, '_>,
        counted: &Counted,
    ) -> Result<Option<Timestamp>, store::Error> {
        let at = work.at();
        let pair = at.plus(self.throttle.delay(counted.pair));
        let account = at.plus(slowed(counted.account - FREE_FOR_ACCOUNT));
        let address = at.plus(slowed(counted.address - FREE_FOR_ADDRESS));
        for ((who, from), until) in self.counts().into_iter().zip([pair, account, address]) {
            if until > at {
                let tenant = work.tenant();
                let key = store::params![tenant, self.realm, who, from, until];
                work.sql().exec(&sql::BLOCK, key)?;
            }
        }
        Ok(self.throttle.locks(counted.pair).then_some(pair))
    }
}

/// Somebody, known by an address only, who looks up what those know who have it in hand. What is wrong is counted,
/// so that nobody can go through numbers one after the other.
pub(crate) struct Looking<'a> {
    desk: &'a Desk,
    tenant: TenantId,
    address: [u8; 32],
}

impl<'a> Looking<'a> {
    const REALM: &'static str = "look-up";

    pub(crate) fn at(desk: &'a Desk, tenant: TenantId, address: &str) -> Self {
        Self { desk, tenant, address: desk.keyed_hash("look-up address", address) }
    }

    /// Counts a try before its outcome is known; how many there were. Refuses one that comes too early.
    pub(crate) fn count(&self) -> Result<i64, Problem> {
        let (tenant, address, now) = (self.tenant, self.address, self.desk.now());
        let forget = now.plus(LOCKED_FOR);
        let counted = self.desk.chore(Chore::Guesses, move |tx| {
            let key = store::params![tenant, Self::REALM, address, address, now, forget];
            if let Some(row) = tx.returning(&sql::COUNT_TRY, key)? {
                return Ok(Ok(row.get(0)?));
            }
            let key = store::params![tenant, Self::REALM, address, address];
            let row = tx.one(&sql::FAILURES, key)?;
            Ok(Err(row.map_or(Ok(now), |row| row.get(1))?))
        })?;
        counted.map_err(|until: Timestamp| {
            let seconds = seconds(until, now);
            let said = format!("Too many wrong tries from here. Try again in {seconds} s.");
            Problem::new(&problem::TOO_MANY_REQUESTS, said).with("retry_after", seconds)
        })
    }

    /// The try was right, and does not count.
    pub(crate) fn right(&self) -> Result<(), Problem> {
        let (tenant, address) = (self.tenant, self.address);
        self.desk.chore(Chore::Guesses, move |tx| {
            tx.exec(&sql::UNCOUNT_TRY, store::params![tenant, Self::REALM, address, address]).map(|_| ())
        })
    }

    /// The try was wrong, the `tries`th: makes the next one wait.
    pub(crate) fn wrong(&self, tries: i64) -> Result<(), Problem> {
        let wait = doubling(tries - FREE_LOOKS).min(LOCKED_FOR);
        if wait.is_zero() {
            return Ok(());
        }
        let (tenant, address, until) = (self.tenant, self.address, self.desk.now().plus(wait));
        self.desk.chore(Chore::Guesses, move |tx| {
            tx.exec(&sql::BLOCK, store::params![tenant, Self::REALM, address, address, until]).map(|_| ())
        })
    }
}

/// Tries so far, this one included.
pub(crate) struct Counted {
    pair: i64,
    account: i64,
    address: i64,
}

/// Lifts every lock of an account.
pub(crate) fn unlock(work: &mut Work<'_, '_>, realm: Realm, account: &str) -> Result<(), store::Error> {
    let (tenant, account) = (work.tenant(), work.keyed_hash("sign-in account", account));
    work.sql().exec(&sql::FORGET_ACCOUNT, store::params![tenant, realm.name(), account])?;
    Ok(())
}

/// The problem of a wrong password: the same for an unknown account. `locked` is what [`Guess::wrong`] answered.
pub(crate) fn refused(locked: Option<Timestamp>, at: Timestamp) -> Problem {
    match locked {
        Some(until) => account_locked(until, at),
        None => Problem::new(&problem::SIGN_IN_FAILED, "The e-mail address or the password is not right."),
    }
}

fn wait(locked: bool, until: Timestamp, at: Timestamp) -> Problem {
    if locked {
        return account_locked(until, at);
    }
    let seconds = seconds(until, at);
    Problem::new(&problem::TOO_MANY_REQUESTS, format!("Too many failed tries. Try again in {seconds} s."))
        .with("retry_after", seconds)
}

fn account_locked(until: Timestamp, at: Timestamp) -> Problem {
    let seconds = seconds(until, at);
    let minutes = seconds.div_ceil(60);
    let detail = format!("Too many failed sign-ins. Try again in {minutes} min, or ask an administrator.");
    Problem::new(&problem::ACCOUNT_LOCKED, detail).with("retry_after", seconds)
}

fn seconds(until: Timestamp, at: Timestamp) -> u64 {
    until.since(at).as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX).max(1)
}

fn slowed(step: i64) -> Duration {
    doubling(step).min(SLOWEST)
}

/// Nothing up to 0, then 1, 2, 4, .. seconds.
fn doubling(step: i64) -> Duration {
    match u32::try_from(step) {
        Ok(step @ 1..) => Duration::from_secs(1 << (step - 1).min(20)),
        _ => Duration::ZERO,
    }
}
