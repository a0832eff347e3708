//! What a node does by itself: hears of other nodes' changes, places leaves into the tree, closes what has
//! timed out, does jobs, forgets what has had its time. Each is a plain thread with its own beat, so that a
//! slow one holds up no other; none keeps anything that another node could not do as well.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use shop::desk::Desk;
use shop::events::Hub;
use shop::kernel::Problem;

use crate::outside;

/// The node's own work, while it runs.
pub struct Runner {
    desk: Desk,
    threads: Vec<(Sender<()>, JoinHandle<()>)>,
}

/// Starts it.
pub fn start(desk: Desk, hub: Arc<Hub>) -> Runner {
    let mut runner = Runner { desk: desk.clone(), threads: Vec::new() };
    runner.every("memory", Duration::from_millis(100), desk.clone(), Desk::refresh_memory);
    runner.every("events", Duration::from_millis(100), desk.clone(), move |desk| {
        hub.tell_read(&desk.poll_topics(&hub.watched())?);
        Ok(())
    });
    runner.every("sequencer", Duration::from_millis(250), desk.clone(), Desk::sequence_all);
    runner
        .every("time-outs", Duration::from_secs(1), desk.clone(), |desk| desk.close_timed_out().map(|_| ()));
    runner.every("jobs", Duration::from_millis(500), desk.clone(), outside::jobs::work);
    runner.every("searches", Duration::from_secs(2), desk.clone(), |desk| {
        desk.record_counted(Duration::from_secs(10)).map(|_| ())
    });
    runner.every("sweep", Duration::from_secs(60), desk, |desk| {
        desk.forget_keys()?;
        desk.forget_failures()?;
        desk.forget_events()?;
        desk.forget_jobs(Duration::from_secs(7 * 24 * 3600)).map(|_| ())
    });
    runner
}

impl Runner {
    /// Does `work` again and again, `beat` after it was last done. A failure is logged and tried again at the
    /// next beat.
    fn every(
        &mut self,
        name: &'static str,
        beat: Duration,
        desk: Desk,
        work: impl Fn(&Desk) -> Result<(), Problem> + Send + 'static,
    ) {
        let (stop, stopped) = channel::<()>();
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            while stopped.recv_timeout(beat) == Err(RecvTimeoutError::Timeout) {
                if let Err(problem) = work(&desk) {
                    tracing::warn!(
                        work = name,
                        problem = problem.kind.slug,
                        "the node's own work failed; it will try again"
                    );
                }
            }
        });
        match thread {
            Ok(thread) => self.threads.push((stop, thread)),
            Err(error) => tracing::error!(work = name, %error, "cannot start a thread"),
        }
    }

    /// Ends it, after what is being done right now. What was only counted is recorded, and other nodes need not
    /// wait for this one's leases to run out.
    pub fn stop(self) {
        for (stop, thread) in self.threads {
            drop(stop);
            if thread.join().is_err() {
                tracing::error!("a thread of the node's own work panicked");
            }
        }
        let last = self.desk.record_counted(Duration::ZERO).and_then(|_| self.desk.give_back_leases());
        if let Err(problem) = last {
            tracing::warn!(problem = problem.kind.slug, "the node could not put its own work in order");
        }
    }
}
