//! `cargo xtask deploy`, `doctor` and `image`: what `deploy/` does, with what has to be built first.

use std::env;
use std::process::Command;

use anyhow::{Context, bail};
use clap::Args;

use crate::backend::{self, Profile};
use crate::provide::npm;
use crate::run::Run;
use crate::web;

/// What `deploy/` reads itself.
#[derive(Args)]
pub struct Options {
    /// `--help` lists them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Hands over to `deploy/`, which asks for what it needs to be built.
pub fn run(run: &Run, task: &str, options: &Options) -> anyhow::Result<()> {
    let only_looks =
        options.rest.iter().any(|it| matches!(it.as_str(), "--plan" | "--help" | "-h"));
    if task == "deploy" && !only_looks {
        npm::provide(run, "emulators")?;
    }
    let mut command = deploy(run);
    command.arg(task).args(&options.rest);
    hand_over(command)
}

/// Makes the image of release programs.
pub fn image(run: &Run) -> anyhow::Result<()> {
    let _lock = run.alone()?;
    backend::build(run, Profile::Release)?;
    let mut command = deploy(run);
    command.args(["image", "--built"]).arg(run.target.join(Profile::Release.folder()));
    command.arg("--to").arg(run.target.join("image"));
    hand_over(command)
}

/// Builds the page as it is deployed.
pub fn page(run: &Run) -> anyhow::Result<()> {
    let _lock = run.alone()?;
    npm::provide(run, "web")?;
    web::build(run)
}

fn deploy(run: &Run) -> Command {
    let mut command = run.cargo();
    command.args(["run", "--quiet", "--package", "slotbook-deploy", "--"]);
    command
}

/// With the terminal: it asks questions.
fn hand_over(mut command: Command) -> anyhow::Result<()> {
    command.current_dir(env::current_dir().context("no working directory")?);
    let status = command.status().context("cannot start cargo")?;
    if !status.success() {
        bail!("it stopped; what it said stands above");
    }
    Ok(())
}
