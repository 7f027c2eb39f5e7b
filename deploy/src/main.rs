//! `slotbook-deploy`: what `cargo xtask deploy`, `doctor` and `image` run.

#![allow(clippy::disallowed_methods, reason = "commands for people are told by the environment")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};

use slotbook_deploy::command::{Tools, firebase};
use slotbook_deploy::deployment::Deployment;
use slotbook_deploy::desired_state::DesiredState;
use slotbook_deploy::google::Google;
use slotbook_deploy::observed::ObservedState;
use slotbook_deploy::plan::{Change, plan};
use slotbook_deploy::settings::Settings;
use slotbook_deploy::{doctor, image, page, print, promote, push, rollback};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Deploys this checkout to a Google Cloud project, new or not. Safe to repeat.
    Deploy(Deploy),
    /// Says what is wrong with a deployment. Changes nothing.
    Doctor(Doctor),
    /// Makes the image of the three programs as an OCI layout.
    Image(Image),
}

#[derive(Args)]
struct Target {
    /// The Google Cloud project's id.
    #[arg(long)]
    project: String,
    /// The region, instead of the one in deploy/deploy.toml.
    #[arg(long)]
    region: Option<String>,
    /// The settings file, instead of deploy/deploy.toml.
    #[arg(long)]
    settings: Option<PathBuf>,
}

/// What was built before.
#[derive(Args)]
struct Built {
    /// The folder of an image's OCI layout. Without it, an image is built.
    #[arg(long)]
    image: Option<PathBuf>,
    /// The folder of a built page. Without it, the page is built.
    #[arg(long)]
    page: Option<PathBuf>,
}

impl Built {
    fn image(&self, root: &Path) -> PathBuf {
        self.image.clone().unwrap_or_else(|| root.join("target/image"))
    }

    fn page(&self, root: &Path) -> PathBuf {
        self.page.clone().unwrap_or_else(|| root.join("web/dist"))
    }
}

#[derive(Args)]
struct Doctor {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    built: Built,
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "these are a command's flags")]
struct Deploy {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    built: Built,
    /// Prints the plan and changes nothing.
    #[arg(long)]
    plan: bool,
    /// Gives all traffic to the newest revision.
    #[arg(long, conflicts_with = "rollback")]
    promote: bool,
    /// Turns page and traffic back to the previous release.
    #[arg(long)]
    rollback: bool,
    /// Agrees beforehand to what costs money.
    #[arg(long)]
    yes: bool,
}

#[derive(Args)]
struct Image {
    /// The folder with the built programs.
    #[arg(long)]
    built: PathBuf,
    /// The folder to write the layout to.
    #[arg(long)]
    to: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    // Two dependencies bring a crypto provider each; the first one installed is used by all.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let outcome = match Arguments::parse().task {
        Task::Deploy(options) => deploy(options).await,
        Task::Doctor(options) => examine(&options).await,
        Task::Image(options) => make_image(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn make_image(options: &Image) -> anyhow::Result<()> {
    println!("{} {}", options.to.display(), image::make(&options.built, &options.to)?);
    Ok(())
}

async fn examine(options: &Doctor) -> anyhow::Result<()> {
    let root = root();
    let (image, page) = (options.built.image(&root), options.built.page(&root));
    doctor::run(desired(&options.target, &root, &image, &page)?).await
}

async fn deploy(options: Deploy) -> anyhow::Result<()> {
    let root = root();
    let (image, page) = (options.built.image(&root), options.built.page(&root));
    let google = Google::sign_in(&options.target.project).await;
    if options.promote || options.rollback {
        let desired = desired(&options.target, &root, &image, &page)?;
        return turn(&options, &desired, &google?, root).await;
    }
    if options.plan {
        let desired = desired(&options.target, &root, &image, &page)?;
        let observed = observe(google, &desired).await;
        println!("{}", print::plan(&plan(&desired, &observed)));
        return Ok(());
    }
    let google = google?;
    provide(&root, &options)?;
    let desired = desired(&options.target, &root, &image, &page)?;
    let tools = Tools { root };
    Deployment { desired, google, tools, image, page, is_agreed: options.yes }.run().await
}

/// The observed state. Without credentials it is empty, and the plan is that of a new project.
async fn observe(google: anyhow::Result<Google>, desired: &DesiredState) -> ObservedState {
    let observed = match google {
        Ok(google) => google.observe(desired).await,
        Err(error) => Err(error),
    };
    observed.unwrap_or_else(|error| {
        println!("Nothing could be looked at: {error:#}.\nThis is what a new project needs:\n");
        ObservedState::default()
    })
}

async fn turn(
    options: &Deploy,
    desired: &DesiredState,
    google: &Google,
    root: PathBuf,
) -> anyhow::Result<()> {
    let observed = google.observe(desired).await?;
    let changes = if options.promote {
        promote::plan(desired, &observed)?
    } else {
        rollback::plan(desired, &observed)?
    };
    if changes.is_empty() {
        println!("nothing to do");
    }
    let tools = Tools { root };
    for change in changes {
        println!("{}", print::change(&change));
        match change {
            Change::Run(command) if !options.plan => tools.run(&command).await.map(drop)?,
            Change::Probe(url) if !options.plan => slotbook_deploy::probe::answers(&url).await?,
            _ => {}
        }
    }
    Ok(())
}

/// Builds the image and the page if they are not given, and checks that the Firebase CLI is
/// installed.
fn provide(root: &Path, options: &Deploy) -> anyhow::Result<()> {
    if options.built.image.is_none() {
        xtask(root, "image")?;
    }
    if options.built.page.is_none() {
        xtask(root, "page")?;
    }
    if !firebase(root).is_file() {
        bail!("the Firebase CLI is not there: run `npm ci` in emulators/");
    }
    Ok(())
}

fn xtask(root: &Path, task: &str) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo).args(["xtask", task]).current_dir(root).status();
    if !status.context("cannot start cargo")?.success() {
        bail!("`cargo xtask {task}` failed");
    }
    Ok(())
}

fn desired(
    target: &Target,
    root: &Path,
    image: &Path,
    built: &Path,
) -> anyhow::Result<DesiredState> {
    let file = target.settings.clone().unwrap_or_else(|| root.join("deploy/deploy.toml"));
    let text = fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?;
    let mut settings = Settings::of_project(&text, &target.project)?;
    if let Some(region) = &target.region {
        settings.region.clone_from(region);
    }
    let percent = settings.traffic_percent;
    let has_smtp_url = std::env::var_os("SMTP_URL").is_some_and(|it| !it.is_empty());
    Ok(DesiredState {
        project: target.project.clone(),
        settings,
        image: push::digest(image).ok(),
        page: built.join("index.html").is_file().then(|| page::hash(built)).transpose()?,
        has_smtp_url,
        percent,
        site: site(&target.project),
    })
}

/// The page's address, as the Firebase CLI derives it; its environment variable applies here too.
fn site(project: &str) -> String {
    let origin = std::env::var("FIREBASE_HOSTING_URL").unwrap_or_else(|_| "https://web.app".into());
    origin.replacen("://", &format!("://{project}."), 1)
}

fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map(Path::to_path_buf).unwrap_or(manifest)
}
