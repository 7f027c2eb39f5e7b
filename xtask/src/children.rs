//! Child processes: started in a group of their own, logged, waited for, and ended together with
//! everything that they started. Only this folder uses process groups and sends signals to other
//! processes.

mod closing;
mod output;
mod process_tree;
mod spawner;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::interruption::Interruption;
use crate::steps::seconds;
use output::Logs;
use spawner::Spawner;

const POLL: Duration = Duration::from_millis(50);
/// After this time without output a step reports that it is still running; then after twice as
/// long, and so on.
const FIRST_REPORT_AFTER: Duration = Duration::from_secs(15);

/// All processes that this run started.
pub struct Children {
    /// Ends waits when a signal arrives or another step fails.
    pub interruption: Interruption,
    logs: Logs,
    spawner: Spawner,
    servers: Mutex<Vec<Server>>,
}

struct Server {
    name: String,
    process: Child,
}

/// How long a process may run, and where its output goes.
enum Timeout {
    /// No limit; its output is on the screen.
    OnScreen,
    /// No limit; its output is in its log.
    InLog,
    /// This limit; its output is in its log.
    InLogFor(Duration),
}

impl Children {
    /// Logs are written to the folder, one file for each name.
    pub fn new(logs: &Path, interruption: Interruption) -> anyhow::Result<Self> {
        process_tree::adopt_orphans();
        let servers = Mutex::new(Vec::new());
        Ok(Self { interruption, logs: Logs::new(logs)?, spawner: Spawner::start(), servers })
    }

    /// Starts a server that runs until the end.
    pub fn start(&self, name: &str, mut command: Command) -> anyhow::Result<()> {
        self.interruption.check()?;
        self.logs.take(name, &mut command)?;
        let process = self.spawner.spawn(name, command)?;
        let server = Server { name: name.to_owned(), process };
        self.servers.lock().expect("no holder of the lock panics").push(server);
        Ok(())
    }

    /// Runs a command to its end with its output on the screen.
    pub fn run_on_screen(&self, name: &str, mut command: Command) -> anyhow::Result<()> {
        self.interruption.check()?;
        command.stdin(Stdio::null());
        let mut process = self.spawner.spawn(name, command)?;
        if !self.wait(name, &mut process, &Timeout::OnScreen)? {
            bail!("{name} failed; what it said stands above");
        }
        Ok(())
    }

    /// Runs a command to its end with its output in its log, and reports now and then that it is
    /// still running.
    pub fn run_in_log(&self, name: &str, command: Command) -> anyhow::Result<()> {
        self.run_patiently(name, command, &Timeout::InLog)
    }

    /// The same with a time limit; exceeding it is a failure.
    pub fn run_in_log_for(
        &self,
        limit: Duration,
        name: &str,
        command: Command,
    ) -> anyhow::Result<()> {
        self.run_patiently(name, command, &Timeout::InLogFor(limit))
    }

    /// Runs a command to its end with its output on the screen, and returns whether it succeeded
    /// and the output.
    pub fn run_and_read(
        &self,
        name: &str,
        mut command: Command,
    ) -> anyhow::Result<(bool, Vec<String>)> {
        self.interruption.check()?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = self.spawner.spawn(name, command)?;
        let lines = output::echo(&mut process);
        let went_well = self.wait(name, &mut process, &Timeout::OnScreen)?;
        Ok((went_well, output::all(&lines)))
    }

    /// Waits until the probe returns true; fails when a server has died or the limit has passed.
    pub fn until(
        &self,
        name: &str,
        limit: Duration,
        mut probe: impl FnMut() -> bool,
    ) -> anyhow::Result<()> {
        let began = Instant::now();
        while !probe() {
            self.interruption.check()?;
            self.all_alive()?;
            if began.elapsed() > limit {
                let said = self.logs.last_lines(name);
                bail!("{name} did not answer within {}; {said}", seconds(limit));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Waits until a server dies or the end is requested.
    pub fn watch(&self) -> anyhow::Result<()> {
        loop {
            self.interruption.check()?;
            self.all_alive()?;
            thread::sleep(4 * POLL);
        }
    }

    /// Fails with the name of a server that has died, if one has.
    pub fn all_alive(&self) -> anyhow::Result<()> {
        let mut servers = self.servers.lock().expect("no holder of the lock panics");
        for server in servers.iter_mut() {
            if let Some(status) = server.process.try_wait().context("cannot ask after a child")? {
                let said = self.logs.last_lines(&server.name);
                bail!("{} has ended ({status}); {said}", server.name);
            }
        }
        Ok(())
    }

    /// Ends all remaining processes, with everything that they started.
    pub fn end_all(&self) {
        let mut servers = self.servers.lock().expect("no holder of the lock panics");
        let mut left: Vec<&mut Child> = servers.iter_mut().map(|it| &mut it.process).collect();
        closing::end(&mut left, &self.interruption);
        servers.clear();
        process_tree::kill_descendants();
    }

    /// The folder of the logs.
    pub fn logs(&self) -> &Path {
        &self.logs.folder
    }

    fn run_patiently(
        &self,
        name: &str,
        mut command: Command,
        timeout: &Timeout,
    ) -> anyhow::Result<()> {
        self.interruption.check()?;
        self.logs.take(name, &mut command)?;
        let mut process = self.spawner.spawn(name, command)?;
        if !self.wait(name, &mut process, timeout)? {
            bail!("{name} failed; {}", self.logs.last_lines(name));
        }
        Ok(())
    }

    /// Waits for a process, and returns whether it succeeded. An interruption ends it first.
    fn wait(&self, name: &str, process: &mut Child, timeout: &Timeout) -> anyhow::Result<bool> {
        let began = Instant::now();
        let mut next_report = FIRST_REPORT_AFTER;
        loop {
            if let Some(status) = process.try_wait().context("cannot ask after a child")? {
                return Ok(status.success());
            }
            if let Err(reason) = self.interruption.check() {
                closing::end(&mut [process], &self.interruption);
                return Err(reason);
            }
            if timeout.is_over(began.elapsed()) {
                closing::end(&mut [process], &self.interruption);
                bail!("{name} took longer than {}", seconds(began.elapsed()));
            }
            if !matches!(timeout, Timeout::OnScreen) && began.elapsed() > next_report {
                println!("{:>10} still at it: {name} ({})", "", seconds(began.elapsed()));
                next_report *= 2;
            }
            thread::sleep(POLL);
        }
    }
}

impl Timeout {
    fn is_over(&self, elapsed: Duration) -> bool {
        matches!(self, Self::InLogFor(limit) if elapsed > *limit)
    }
}
