//! Command lines of gcloud and the Firebase CLI: shown as a person would type them, and run.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, bail};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// The environment variables that make the tools use emulators instead of the project.
const EMULATORS: [&str; 3] =
    ["FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST"];

/// The program of a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Google's gcloud.
    Gcloud,
    /// The Firebase CLI whose version `emulators/` pins.
    Firebase,
}

/// What a command reads from its standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Nothing.
    Nothing,
    /// The mail server's address, from `SMTP_URL`.
    SmtpUrl,
}

/// A program with its arguments, as a person could type it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// The program.
    pub program: Program,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Its standard input.
    pub input: Input,
}

impl CommandLine {
    /// gcloud with the words of `text` and the project. No argument of `text` may contain a space.
    pub fn gcloud(project: &str, text: &str) -> Self {
        let mut arguments: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        arguments.push(format!("--project={project}"));
        Self { program: Program::Gcloud, arguments, input: Input::Nothing }
    }

    /// The Firebase CLI with the words of `text`, and the project.
    pub fn firebase(project: &str, text: &str) -> Self {
        let mut arguments: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        arguments.extend([
            "--project".to_owned(),
            project.to_owned(),
            "--non-interactive".to_owned(),
        ]);
        Self { program: Program::Firebase, arguments, input: Input::Nothing }
    }

    /// Adds one argument, which may contain spaces.
    pub fn and(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Makes the command read the mail server's address from its standard input.
    pub fn reading_smtp_url(self) -> Self {
        Self { input: Input::SmtpUrl, ..self }
    }
}

impl fmt::Display for CommandLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.input == Input::SmtpUrl {
            out.write_str("printenv SMTP_URL | ")?;
        }
        out.write_str(match self.program {
            Program::Gcloud => "gcloud",
            Program::Firebase => "firebase",
        })?;
        for argument in &self.arguments {
            write!(out, " {}", quoted(argument))?;
        }
        Ok(())
    }
}

fn quoted(argument: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_=./:@,%+".contains(it);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

/// Where to find the programs.
#[derive(Clone, Debug)]
pub struct Tools {
    /// The repository.
    pub root: PathBuf,
}

impl Tools {
    /// Runs the command to its end. Its output is shown only if it fails.
    ///
    /// # Errors
    /// If it cannot be started or fails.
    pub async fn run(&self, line: &CommandLine) -> anyhow::Result<String> {
        let mut command = self.command(line);
        let is_secret = line.input == Input::SmtpUrl;
        command.stdin(if is_secret { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().with_context(|| format!("cannot start `{line}`"))?;
        if let Some(mut input) = process.stdin.take() {
            let url = std::env::var("SMTP_URL").context("SMTP_URL is not set")?;
            input.write_all(url.as_bytes()).await.context("cannot hand over SMTP_URL")?;
        }
        let output = process.wait_with_output().await.with_context(|| format!("`{line}`"))?;
        let said = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
        let said = said.join("\n").trim().to_owned();
        if !output.status.success() {
            bail!("`{line}` failed ({}):\n{said}", output.status);
        }
        Ok(said)
    }

    fn command(&self, line: &CommandLine) -> Command {
        let mut command = match line.program {
            Program::Gcloud => Command::new("gcloud"),
            Program::Firebase => {
                let mut node = Command::new("node");
                node.arg(firebase(&self.root));
                node
            }
        };
        // In a shell that was set up for local runs, the Firebase CLI would change the emulators.
        for name in EMULATORS {
            command.env_remove(name);
        }
        command
            .args(&line.arguments)
            .current_dir(&self.root)
            .env("CLOUDSDK_CORE_DISABLE_PROMPTS", "1")
            .env("NO_UPDATE_NOTIFIER", "1");
        command
    }
}

/// The pinned Firebase CLI.
pub fn firebase(root: &Path) -> PathBuf {
    root.join("emulators/node_modules/firebase-tools/lib/bin/firebase.js")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_can_be_typed() {
        let line = CommandLine::gcloud("shop", "firestore databases create --database=(default)");
        assert_eq!(
            line.and("it's").to_string(),
            r"gcloud firestore databases create '--database=(default)' --project=shop 'it'\''s'"
        );
    }
}
