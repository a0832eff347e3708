//! The program itself, as a child process.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long the program may take to say where it listens; a debug build on a busy machine takes its time.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// A running `understudy serve`. Dropped, it is killed.
pub(crate) struct Program {
    child: Child,
    pub(crate) origin: String,
    said: Arc<Mutex<Vec<String>>>,
    listening: Option<JoinHandle<()>>,
}

/// A verb of the program that runs to its end.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program in an environment without the settings of whoever runs the tests. A file that may not grow is an
/// error to it, not a signal that ends it.
fn command(words: &[&str]) -> Command {
    let mut command = Command::new("/usr/bin/env");
    let program = env!("CARGO_BIN_EXE_understudy");
    command.env_clear().arg("--ignore-signal=XFSZ").arg(program).args(words).stdin(Stdio::null());
    command
}

/// Runs a verb.
pub(crate) fn run(words: &[&str]) -> Ran {
    let out = command(words).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let code = out.status.code().expect("an exit code");
    Ran { code, stdout: text(&out.stdout), stderr: text(&out.stderr) }
}

impl Program {
    /// Starts it with these flags on a free port and waits until it says where it listens.
    pub(crate) fn serve(flags: &[&str]) -> Self {
        let own = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--listen-pay",
            "localhost:0",
            "--demo",
            "none",
            "--log",
            "warn",
        ];
        let mut child = command(&[&own[..], flags].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let said = Arc::<Mutex<Vec<String>>>::default();
        let (tell, told) = channel();
        let lines = BufReader::new(child.stderr.take().expect("its log"));
        let heard = Arc::clone(&said);
        let listening = std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                if let Some(origin) = line.trim().strip_prefix("Shop ") {
                    // Nobody waits any more once it is known.
                    let _ = tell.send(origin.trim().trim_end_matches('/').to_owned());
                }
                heard.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        let origin = Self::origin(&told, &said);
        Self { child, origin, said, listening: Some(listening) }
    }

    fn origin(told: &Receiver<String>, said: &Mutex<Vec<String>>) -> String {
        told.recv_timeout(STARTS_WITHIN).unwrap_or_else(|_| {
            panic!("no address: {:#?}", said.lock().unwrap_or_else(PoisonError::into_inner))
        })
    }

    /// Lets no file of its grow beyond this many bytes: a full disk.
    pub(crate) fn limit_files_to(&self, bytes: u64) {
        let most = if bytes == u64::MAX { "unlimited".to_owned() } else { bytes.to_string() };
        let limited = Command::new("prlimit")
            .arg(format!("--pid={}", self.child.id()))
            .arg(format!("--fsize={most}:unlimited"))
            .status();
        assert!(limited.expect("prlimit runs").success());
    }

    /// Its log so far.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Kills it on the spot, as a power cut would end it.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
        self.listening.take().map(JoinHandle::join);
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(asked.expect("kill runs").success());
        self.child.wait().expect("it ends")
    }

    /// Holds that nothing in its log tells of a panic.
    #[track_caller]
    pub(crate) fn never_panicked(&self) {
        let said = self.said();
        assert!(!said.iter().any(|line| line.contains("panicked")), "{said:#?}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be gone already, by its own will or the test's.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
