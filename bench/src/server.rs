//! The program under measure, as a process: starting it, stopping it, and what the system says of it.

use std::fs::{File, read_dir, read_to_string};
use std::io::Read;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::http::{Http, With};

/// How often the kernel counts processor time (USER_HZ, fixed by its interface).
const TICKS: f64 = 100.0;
/// Longer than any start may take, filling the demo included.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server; stopped when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to its first page.
    pub first_page: Duration,
    log: PathBuf,
}

/// What is started.
#[derive(Clone)]
pub struct Program {
    /// The executable.
    pub path: PathBuf,
    /// Its data directory.
    pub data: PathBuf,
    /// Its database.
    pub database: String,
}

impl Program {
    /// Starts it and waits for the page at `path`.
    pub fn serve(&self, demo: &str, path: &str) -> Result<Server> {
        let (shop, pay) = (free_port()?, free_port()?);
        let log = self.data.join("server.log");
        let to = File::create(&log)?;
        let started = Instant::now();
        let child = Command::new(&self.path)
            .args(["serve", "--log", "warn", "--demo", demo])
            .args(["--listen", &format!("127.0.0.1:{shop}"), "--listen-pay", &format!("localhost:{pay}")])
            .args(["--database", &self.database, "--data"])
            .arg(&self.data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(to)
            .spawn()
            .with_context(|| format!("cannot start {}", self.path.display()))?;
        let address = SocketAddr::from(([127, 0, 0, 1], shop));
        let mut server = Server { child, address, first_page: Duration::ZERO, log };
        server.wait_for(path, started)?;
        Ok(server)
    }

    /// Runs `understudy import` and says how long it took.
    pub fn import(&self, files: &[PathBuf]) -> Result<Duration> {
        let started = Instant::now();
        let done = Command::new(&self.path)
            .args(["import", "--database", &self.database, "--data"])
            .arg(&self.data)
            .args(files)
            .output()?;
        if !done.status.success() {
            bail!("import: {}", String::from_utf8_lossy(&done.stderr));
        }
        Ok(started.elapsed())
    }
}

impl Server {
    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has said.
    pub fn log(&self) -> String {
        read_to_string(&self.log).unwrap_or_default()
    }

    /// Asks for the page until it comes: the server takes connections before it has opened its store.
    fn wait_for(&mut self, path: &str, started: Instant) -> Result<()> {
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended at once ({status}): {}", self.log());
            }
            let Ok(mut http) = Http::connect(self.address) else {
                std::thread::sleep(Duration::from_millis(1));
                continue;
            };
            let answer = http.call("GET", path, With::default())?;
            if answer.status != 200 {
                bail!("the first page {path} has status {}: {}", answer.status, answer.head);
            }
            self.first_page = started.elapsed();
            return Ok(());
        }
        bail!("no page within {} s: {}", PATIENCE.as_secs(), self.log())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = self.pid().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status();
        let until = Instant::now() + Duration::from_secs(10);
        while asked.is_ok() && Instant::now() < until {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        // It did not stop by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Processor seconds a process has used.
pub fn processor_seconds(pid: u32) -> f64 {
    let mut stat = String::new();
    let read = File::open(format!("/proc/{pid}/stat")).and_then(|mut file| file.read_to_string(&mut stat));
    // The name in brackets may hold spaces; user and system time are the 12th and 13th field after it.
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    if read.is_ok() { ticks.sum::<f64>() / TICKS } else { 0.0 }
}

/// Processor seconds of all children of a process that live now: a database server's.
pub fn children_seconds(parent: u32) -> f64 {
    let all = read_dir("/proc").into_iter().flatten().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let mine = pids.filter(|pid| {
        let status = read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        status
            .lines()
            .any(|line| line.strip_prefix("PPid:").is_some_and(|id| id.trim() == parent.to_string()))
    });
    mine.map(processor_seconds).sum()
}

/// Megabytes of memory a process holds now, and the most it has held.
pub fn memory(pid: u32) -> (f64, f64) {
    let status = read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    (field("VmRSS:"), field("VmHWM:"))
}

/// Megabytes of a file.
pub fn megabytes(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(0.0, |found| found.len() as f64 / 1e6)
}
