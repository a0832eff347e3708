//! Chance as a parameter, and the ids made from it.

use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::clock::{Clock, Timestamp};
use super::id::Id;

/// Where unpredictable bytes come from.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's source.
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for chance")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// A repeatable stream from a seed, for demo data and tests. Never for secrets of a real shop.
pub struct SeededEntropy {
    seed: [u8; 32],
    counter: Mutex<u64>,
}

impl SeededEntropy {
    /// The stream that belongs to `seed`.
    pub fn new(seed: &str) -> Self {
        Self { seed: Sha256::digest(seed.as_bytes()).into(), counter: Mutex::new(0) }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        let mut counter = self.counter.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(32) {
            *counter += 1;
            let block = Sha256::new().chain_update(self.seed).chain_update(counter.to_be_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// Makes ids (UUIDv7, RFC 9562, strictly increasing within the process), tokens and codes.
#[derive(Clone)]
pub struct Mint {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    last: Arc<Mutex<u128>>,
}

impl Mint {
    /// A mint on this clock and this chance.
    pub fn new(clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { clock, entropy, last: Arc::new(Mutex::new(0)) }
    }

    /// The present moment by the mint's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id, greater than every id this mint made before.
    pub fn id<I: Id>(&self) -> I {
        I::from_bits(self.uuid7())
    }

    /// `N` unpredictable bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A code of `length` Crockford characters, for people to read aloud.
    pub fn code(&self, length: usize) -> String {
        let mut bytes = vec![0; length];
        self.entropy.fill(&mut bytes);
        bytes
            .iter()
            .map(|byte| char::from(super::id::CROCKFORD[usize::from(byte % 32)]))
            .collect::<String>()
            .to_uppercase()
    }

    fn uuid7(&self) -> u128 {
        let millis = u128::try_from(self.clock.now().0.max(0) / 1000).unwrap_or(0);
        let noise = u128::from_be_bytes(self.bytes());
        let fresh = (millis << 80)
            | (0x7 << 76)
            | (noise & ((0xfff << 64) | u128::from(u64::MAX >> 2)))
            | (0b10 << 62);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        // Within one millisecond, or when the clock steps back, count on in the low 62 bits.
        *last = if fresh > *last { fresh } else { *last + 1 + (noise & 0xffff) };
        *last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::ManualClock;
    use crate::kernel::id::CartId;

    #[test]
    fn ids_increase_even_when_the_clock_stands_still() {
        let clock = Arc::new(ManualClock::new(Timestamp(1_700_000_000_000_000)));
        let mint = Mint::new(clock, Arc::new(SeededEntropy::new("ids")));
        let ids: Vec<CartId> = (0..1000).map(|_| mint.id()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(ids.iter().all(|id| (id.bits() >> 76) & 0xf == 7 && (id.bits() >> 62) & 0b11 == 0b10));
    }
}
