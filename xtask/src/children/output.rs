//! The output of processes: in a log of their own, or line by line on the screen.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use anyhow::Context;

const LAST_LINES: usize = 30;
/// How long to wait for more output after a process has ended, because a process that it left
/// behind may hold its output open.
const PAUSE: Duration = Duration::from_secs(2);

/// A folder with one log for each name.
pub struct Logs {
    /// The folder.
    pub folder: PathBuf,
}

impl Logs {
    /// Creates the folder.
    pub fn new(folder: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self { folder: folder.to_path_buf() })
    }

    /// Redirects the command's output into its log, which is emptied first.
    pub fn take(&self, name: &str, command: &mut Command) -> anyhow::Result<()> {
        let path = self.path(name);
        let log =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let errors = log.try_clone().context("cannot share a log file")?;
        command.stdin(Stdio::null()).stdout(log).stderr(errors);
        Ok(())
    }

    /// The last lines of a log, for an error.
    pub fn last_lines(&self, name: &str) -> String {
        let path = self.path(name);
        let text = fs::read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().filter(|it| !it.trim().is_empty()).collect();
        let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
        if last.is_empty() {
            return "it said nothing".to_owned();
        }
        format!("the last lines of {}:\n  {}", path.display(), last.join("\n  "))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{}.log", name.replace(' ', "-")))
    }
}

/// Prints the output of a piped process and passes the lines on.
pub fn echo(process: &mut Child) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    if let Some(output) = process.stdout.take() {
        echo_lines(output, sender.clone());
    }
    if let Some(errors) = process.stderr.take() {
        echo_lines(errors, sender);
    }
    lines
}

/// The lines of a process that has ended.
pub fn all(lines: &Receiver<String>) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        match lines.recv_timeout(PAUSE) {
            Ok(line) => all.push(line),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return all,
        }
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
