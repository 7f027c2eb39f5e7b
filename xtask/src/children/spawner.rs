//! The thread that starts every process. Linux notifies a child of its parent's death when the
//! thread that started it ends, so one thread that lives as long as xtask starts all of them.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::mpsc::{self, Sender};
use std::thread;

use anyhow::{Context, anyhow};

type Order = (Command, Sender<std::io::Result<Child>>);

/// Starts processes, each in a group of its own.
pub struct Spawner {
    orders: Sender<Order>,
}

impl Spawner {
    /// Starts the thread.
    pub fn start() -> Self {
        let (orders, inbox) = mpsc::channel::<Order>();
        thread::spawn(move || {
            for (mut command, answer) in inbox {
                // A caller that is gone does not need the answer.
                let _ = answer.send(spawn(&mut command));
            }
        });
        Self { orders }
    }

    /// Starts the process.
    pub fn spawn(&self, name: &str, command: Command) -> anyhow::Result<Child> {
        let program = command.get_program().to_string_lossy().into_owned();
        let (answer, child) = mpsc::channel();
        self.orders.send((command, answer)).map_err(|_| anyhow!("the spawning thread is gone"))?;
        let child = child.recv().context("the spawning thread is gone")?;
        child.with_context(|| format!("cannot start {name} ({program})"))
    }
}

fn spawn(command: &mut Command) -> std::io::Result<Child> {
    command.process_group(0);
    follow_parent(command);
    command.spawn()
}

/// Makes the child receive a signal when xtask is killed, so that nothing is left behind even then.
#[cfg(target_os = "linux")]
fn follow_parent(command: &mut Command) {
    use nix::sys::signal::Signal;
    let ask = || Ok(nix::sys::prctl::set_pdeathsig(Signal::SIGTERM)?);
    #[expect(unsafe_code, reason = "the closure makes one system call and allocates nothing")]
    unsafe {
        command.pre_exec(ask);
    }
}

#[cfg(not(target_os = "linux"))]
fn follow_parent(_: &mut Command) {}
