//! A PostgreSQL server that a test stops and starts.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{server_programs, unique};

/// A server of this test's own, stopped by the process id in its own folder.
pub struct OwnServer {
    home: PathBuf,
}

impl OwnServer {
    /// A new server without data, running.
    ///
    /// # Panics
    /// Outside `tools/postgres run --`, and when the server does not start.
    pub fn start() -> OwnServer {
        let home = std::env::temp_dir().join(unique("understudy-own"));
        std::fs::create_dir(&home).expect("the temporary folder is writable");
        if is_root() {
            run(Command::new("chown").arg("nobody").arg(&home));
        }
        let server = OwnServer { home };
        let data = server.data();
        let flags = ["-U", "understudy", "-A", "trust", "-E", "UTF8", "--no-sync"];
        run(server.program("initdb").arg("-D").arg(&data).args(flags));
        server.restart();
        server
    }

    /// Stops it without a checkpoint, as after a fault: every connection breaks at once.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn stop(&self) {
        self.control(&["stop", "-m", "immediate"]);
    }

    /// Starts it again on what it had stored.
    ///
    /// # Panics
    /// When it does not start.
    pub fn restart(&self) {
        self.control(&["start"]);
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("postgresql:///postgres?host={}&user=understudy", self.home.display())
    }

    /// `pg_ctl`, which waits until the server is ready or gone.
    fn control(&self, verb: &[&str]) {
        let options = format!("-k {} -c listen_addresses= -c fsync=off", self.home.display());
        let log = self.home.join("log");
        let mut command = self.program("pg_ctl");
        command.args(verb).arg("-s").arg("-w").arg("-D").arg(self.data());
        if verb == ["start"] {
            command.arg("-o").arg(options).arg("-l").arg(log);
        }
        run(&mut command);
    }

    /// One of PostgreSQL's programs, which refuse to run as root.
    fn program(&self, name: &str) -> Command {
        let program = server_programs().join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=nobody", "--clear-groups", "--regid=nogroup"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.home).env("LC_ALL", "C.UTF-8");
        command
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            self.stop();
        }
        std::fs::remove_dir_all(&self.home).expect("its folder goes");
    }
}

fn is_root() -> bool {
    Path::new("/proc/self").metadata().is_ok_and(|process| process.uid() == 0)
}

fn run(command: &mut Command) {
    let status = command.stdout(std::process::Stdio::null()).status().expect("the program runs");
    assert!(status.success(), "{command:?}: {status}");
}
