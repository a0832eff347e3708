//! A bounded set of connections that callers borrow on their own thread.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::Error;

type Make<C> = Box<dyn Fn() -> Result<C, Error> + Send + Sync>;

/// Makes connections when they are first needed, at most `limit` of them, and lends them out.
pub(crate) struct Pool<C> {
    make: Make<C>,
    limit: usize,
    wait: Duration,
    stock: Mutex<Stock<C>>,
    freed: Condvar,
}

struct Stock<C> {
    idle: Vec<C>,
    /// Idle ones and lent ones.
    open: usize,
}

impl<C> Pool<C> {
    pub(crate) fn new(limit: usize, wait: Duration, make: Make<C>) -> Pool<C> {
        let stock = Mutex::new(Stock { idle: Vec::new(), open: 0 });
        Pool { make, limit: limit.max(1), wait, stock, freed: Condvar::new() }
    }

    /// A connection used most recently, else a new one, else the next that comes free.
    ///
    /// # Errors
    /// [`Error::Down`] when none came free in time; what making one says.
    pub(crate) fn take(&self) -> Result<Lease<'_, C>, Error> {
        let full = |stock: &mut Stock<C>| stock.idle.is_empty() && stock.open >= self.limit;
        let waited = self.freed.wait_timeout_while(self.stock(), self.wait, full);
        let (mut stock, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return Err(Error::down(format!("all {} connections are in use", self.limit)));
        }
        if let Some(connection) = stock.idle.pop() {
            return Ok(Lease { pool: self, connection: Some(connection), is_new: false, kept: false });
        }
        stock.open += 1;
        drop(stock);
        // From here the lease's drop gives the place back if making a connection fails.
        let mut lease = Lease { pool: self, connection: None, is_new: true, kept: false };
        lease.connection = Some((self.make)()?);
        Ok(lease)
    }

    /// Takes every idle connection out, for closing them where closing is allowed.
    pub(crate) fn drain(&self) -> Vec<C> {
        let mut stock = self.stock();
        stock.open -= stock.idle.len();
        std::mem::take(&mut stock.idle)
    }

    fn stock(&self) -> MutexGuard<'_, Stock<C>> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A borrowed connection. Dropped, it is closed and its place is free; only [`Lease::give_back`] keeps it.
pub(crate) struct Lease<'a, C> {
    pool: &'a Pool<C>,
    connection: Option<C>,
    is_new: bool,
    kept: bool,
}

impl<C> Lease<'_, C> {
    /// Whether it was made for this lease, so that nothing can have happened to it while it lay idle.
    pub(crate) fn is_new(&self) -> bool {
        self.is_new
    }

    /// Back to the pool, in the state in which it was taken.
    pub(crate) fn give_back(mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.stock().idle.push(connection);
            self.kept = true;
        }
    }
}

impl<C> Drop for Lease<'_, C> {
    fn drop(&mut self) {
        drop(self.connection.take());
        if !self.kept {
            self.pool.stock().open -= 1;
        }
        self.pool.freed.notify_one();
    }
}

impl<C> Deref for Lease<'_, C> {
    type Target = C;

    fn deref(&self) -> &C {
        self.connection.as_ref().expect("a lease holds a connection until it is given back")
    }
}

impl<C> DerefMut for Lease<'_, C> {
    fn deref_mut(&mut self) -> &mut C {
        self.connection.as_mut().expect("a lease holds a connection until it is given back")
    }
}
