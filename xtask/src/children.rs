//! Processes: started in a group of their own, logged, waited for, ended with all they started.
//! The only folder that names process groups and signals to others.

mod closing;
mod process_tree;
mod spawner;

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::interruption::Interruption;
use crate::steps::seconds;
use spawner::Spawner;

const POLL: Duration = Duration::from_millis(50);
const LAST_LINES: usize = 15;

/// Everything that this run started.
pub struct Children {
    /// Whether to go on.
    pub interruption: Interruption,
    logs: PathBuf,
    spawner: Spawner,
    servers: Mutex<Vec<Server>>,
}

struct Server {
    name: String,
    process: Child,
}

impl Children {
    /// Logs go to the folder, a file a name.
    pub fn new(logs: &Path, interruption: Interruption) -> anyhow::Result<Self> {
        fs::create_dir_all(logs).with_context(|| format!("cannot make {}", logs.display()))?;
        process_tree::adopt_orphans();
        let servers = Mutex::new(Vec::new());
        Ok(Self { interruption, logs: logs.to_path_buf(), spawner: Spawner::start(), servers })
    }

    /// Starts a server that is to live until the end.
    pub fn start(&self, name: &str, mut command: Command) -> anyhow::Result<()> {
        self.interruption.check()?;
        self.into_log(name, &mut command)?;
        let process = self.spawner.spawn(name, command)?;
        let server = Server { name: name.to_owned(), process };
        self.servers.lock().expect("no holder of the lock panics").push(server);
        Ok(())
    }

    /// Runs to the end with its output on the screen.
    pub fn run_on_screen(&self, name: &str, mut command: Command) -> anyhow::Result<()> {
        self.interruption.check()?;
        command.stdin(Stdio::null());
        let mut process = self.spawner.spawn(name, command)?;
        if !self.wait(name, &mut process, None)? {
            bail!("{name} failed; what it said stands above");
        }
        Ok(())
    }

    /// Runs to the end with its output in its log, and says now and then that it is still at it.
    /// A limit makes it a failure to take longer.
    pub fn run_in_log(
        &self,
        name: &str,
        mut command: Command,
        limit: Option<Duration>,
    ) -> anyhow::Result<()> {
        self.interruption.check()?;
        self.into_log(name, &mut command)?;
        let mut process = self.spawner.spawn(name, command)?;
        if !self.wait(name, &mut process, Some(limit))? {
            bail!("{name} failed; {}", self.last_lines(name));
        }
        Ok(())
    }

    /// Runs to the end with its output on the screen and handed back; the flag says whether it
    /// went well.
    pub fn run_and_read(
        &self,
        name: &str,
        mut command: Command,
    ) -> anyhow::Result<(bool, Vec<String>)> {
        self.interruption.check()?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = self.spawner.spawn(name, command)?;
        let (sender, lines) = mpsc::channel();
        process.stdout.take().map(|it| echo_lines(it, sender.clone()));
        process.stderr.take().map(|it| echo_lines(it, sender));
        let went_well = self.wait(name, &mut process, None)?;
        Ok((went_well, rest_of(&lines)))
    }

    /// Waits until the probe says yes; gives up when a server has died or the limit has passed.
    pub fn until(
        &self,
        what: &str,
        limit: Duration,
        mut probe: impl FnMut() -> bool,
    ) -> anyhow::Result<()> {
        let began = Instant::now();
        while !probe() {
            self.interruption.check()?;
            self.all_alive()?;
            if began.elapsed() > limit {
                bail!("{what} did not answer within {}; {}", seconds(limit), self.last_lines(what));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Stays until a server dies or somebody asks for the end.
    pub fn watch(&self) -> anyhow::Result<()> {
        loop {
            self.interruption.check()?;
            self.all_alive()?;
            thread::sleep(4 * POLL);
        }
    }

    /// Ends everything that is left, with all that it started.
    pub fn end_all(&self) {
        let mut servers = self.servers.lock().expect("no holder of the lock panics");
        let mut left: Vec<&mut Child> = servers.iter_mut().map(|it| &mut it.process).collect();
        closing::end(&mut left, &self.interruption);
        servers.clear();
        process_tree::kill_descendants();
    }

    /// The folder of the logs.
    pub fn logs(&self) -> &Path {
        &self.logs
    }

    fn log(&self, name: &str) -> PathBuf {
        self.logs.join(format!("{}.log", name.replace(' ', "-")))
    }

    fn all_alive(&self) -> anyhow::Result<()> {
        let mut servers = self.servers.lock().expect("no holder of the lock panics");
        for server in servers.iter_mut() {
            if let Some(status) = server.process.try_wait().context("cannot ask after a child")? {
                bail!("{} has ended ({status}); {}", server.name, self.last_lines(&server.name));
            }
        }
        Ok(())
    }

    /// True when it went well. An interruption ends it first.
    fn wait(
        &self,
        name: &str,
        process: &mut Child,
        silent: Option<Option<Duration>>,
    ) -> anyhow::Result<bool> {
        let began = Instant::now();
        let mut next_word = Duration::from_secs(15);
        loop {
            if let Some(status) = process.try_wait().context("cannot ask after a child")? {
                return Ok(status.success());
            }
            if let Err(reason) = self.interruption.check() {
                closing::end(&mut [process], &self.interruption);
                return Err(reason);
            }
            if silent.is_some() && began.elapsed() > next_word {
                println!("            still at it: {name} ({})", seconds(began.elapsed()));
                next_word *= 2;
            }
            if let Some(Some(limit)) = silent
                && began.elapsed() > limit
            {
                closing::end(&mut [process], &self.interruption);
                return Ok(false);
            }
            thread::sleep(POLL);
        }
    }

    fn into_log(&self, name: &str, command: &mut Command) -> anyhow::Result<()> {
        let path = self.log(name);
        let log =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let errors = log.try_clone().context("cannot share a log file")?;
        command.stdin(Stdio::null()).stdout(log).stderr(errors);
        Ok(())
    }

    fn last_lines(&self, name: &str) -> String {
        let path = self.log(name);
        let text = fs::read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().filter(|it| !it.trim().is_empty()).collect();
        let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
        if last.is_empty() {
            return "it said nothing".to_owned();
        }
        format!("the last lines of {}:\n  {}", path.display(), last.join("\n  "))
    }
}

fn echo_lines(output: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            println!("{line}");
            if lines.send(line).is_err() {
                break;
            }
        }
    });
}

/// The process is over, but something it left behind may hold its output open: a pause ends it.
fn rest_of(lines: &Receiver<String>) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        match lines.recv_timeout(Duration::from_secs(2)) {
            Ok(line) => all.push(line),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return all,
        }
    }
}
