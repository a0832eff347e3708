//! Clients that each do one operation after another, and what that came to.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::server::{children_seconds, memory, processor_seconds};

/// One client.
pub trait Player: Send {
    /// Does one operation and checks its answers.
    fn play(&mut self) -> Result<()>;

    /// Operations it can do before it has to put things back in order.
    fn stamina(&self) -> usize {
        usize::MAX
    }

    /// Puts things back in order; this is not measured.
    fn tidy(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Whose time and memory is looked at.
#[derive(Clone, Copy)]
pub struct Watch {
    /// The server.
    pub server: u32,
    /// The first process of the database server, if there is one.
    pub database: Option<u32>,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Measured seconds.
    pub seconds: f64,
    /// How long each operation took, sorted, in nanoseconds.
    pub times: Vec<u64>,
    /// Processor seconds of the server.
    pub server: f64,
    /// Processor seconds of the database server.
    pub database: f64,
    /// Processor seconds of the clients.
    pub clients: f64,
    /// Megabytes the server held at the end.
    pub memory: f64,
}

impl Run {
    /// Operations a second.
    pub fn rate(&self) -> f64 {
        self.times.len() as f64 / self.seconds
    }

    /// Milliseconds within which this share of the operations was done.
    pub fn within(&self, share: f64) -> f64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
        let place = ((self.times.len() as f64 * share).ceil() as usize).max(1) - 1;
        self.times.get(place).map_or(0.0, |time| *time as f64 / 1e6)
    }

    /// Milliseconds of an amount of processor seconds for one operation.
    pub fn each(&self, seconds: f64) -> f64 {
        seconds * 1e3 / self.times.len() as f64
    }
}

/// Lets the players play for so many seconds, after some that do not count.
pub fn drive(players: &mut [Box<dyn Player>], warm: f64, seconds: f64, watch: Watch) -> Result<Run> {
    round_after_round(players, warm, watch)?;
    round_after_round(players, seconds, watch)
}

fn round_after_round(players: &mut [Box<dyn Player>], seconds: f64, watch: Watch) -> Result<Run> {
    let mut whole = Run::default();
    while whole.seconds < seconds {
        let left = Duration::from_secs_f64(seconds - whole.seconds);
        let part = round(players, left, watch)?;
        whole.seconds += part.seconds;
        whole.server += part.server;
        whole.database += part.database;
        whole.clients += part.clients;
        whole.times.extend(part.times);
        tidy(players)?;
    }
    whole.memory = memory(watch.server).0;
    whole.times.sort_unstable();
    Ok(whole)
}

/// One round: until the time is over or nobody has stamina left.
fn round(players: &mut [Box<dyn Player>], left: Duration, watch: Watch) -> Result<Run> {
    let (ready, stop) = (Barrier::new(players.len() + 1), AtomicBool::new(false));
    let (ready, stop) = (&ready, &stop);
    std::thread::scope(|scope| {
        let playing: Vec<_> = players
            .iter_mut()
            .map(|player| scope.spawn(move || play(player.as_mut(), ready, left, stop)))
            .collect();
        let own = std::process::id();
        let before = (
            processor_seconds(watch.server),
            watch.database.map_or(0.0, children_seconds),
            processor_seconds(own),
        );
        let started = Instant::now();
        ready.wait();
        let mut times = Vec::new();
        let mut failed = None;
        for player in playing {
            match player.join().map_err(|_| anyhow!("a client panicked"))? {
                Ok(some) => times.extend(some),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        let seconds = started.elapsed().as_secs_f64();
        Ok(Run {
            seconds,
            times,
            server: processor_seconds(watch.server) - before.0,
            database: watch.database.map_or(0.0, children_seconds) - before.1,
            clients: processor_seconds(own) - before.2,
            memory: 0.0,
        })
    })
}

fn play(player: &mut dyn Player, ready: &Barrier, left: Duration, stop: &AtomicBool) -> Result<Vec<u64>> {
    ready.wait();
    let begun = Instant::now();
    let mut times = Vec::new();
    for _ in 0..player.stamina() {
        let from = Instant::now();
        if from - begun >= left || stop.load(Ordering::Relaxed) {
            break;
        }
        if let Err(error) = player.play() {
            // One wrong answer ends the run for everybody.
            stop.store(true, Ordering::Relaxed);
            return Err(error);
        }
        times.push(u64::try_from(from.elapsed().as_nanos())?);
    }
    Ok(times)
}

fn tidy(players: &mut [Box<dyn Player>]) -> Result<()> {
    std::thread::scope(|scope| {
        let tidying: Vec<_> = players.iter_mut().map(|player| scope.spawn(|| player.tidy())).collect();
        tidying.into_iter().try_for_each(|one| one.join().map_err(|_| anyhow!("a client panicked"))?)
    })
}
