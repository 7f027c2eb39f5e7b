//! `cargo xtask dev`: runs everything on this machine until it is interrupted.

use std::thread::{self, ScopedJoinHandle};

use clap::Args;

use crate::backend::{self, Profile};
use crate::emulators::until_asked;
use crate::interruption::Abandoned;
use crate::provide::npm;
use crate::run::Run;
use crate::stack::{self, Suite};
use crate::{ports, web};

/// The command's options.
#[derive(Args)]
pub struct Options {
    /// Build the API and the notifier optimised.
    #[arg(long)]
    release: bool,
}

/// Builds, starts and seeds everything, prints the addresses, and waits.
pub fn run(run: &Run, options: &Options) -> anyhow::Result<()> {
    let _lock = run.alone()?;
    ports::all_free(ports::EMULATORS)?;
    ports::all_free(ports::PAGE_AND_SERVERS)?;
    bring_up(run, if options.release { Profile::Release } else { Profile::Debug })?;
    run.steps.say("ready; Ctrl-C ends it");
    println!("{GREETING}\n  logs        {}\n", run.children.logs().display());
    until_asked(run)
}

/// Downloads, the start of the emulators, and compiling run in parallel; the first failure makes
/// the others stop.
fn bring_up(run: &Run, profile: Profile) -> anyhow::Result<()> {
    let outcomes = thread::scope(|scope| {
        let suite = scope.spawn(|| guarded(run, || start_suite(run)));
        let packages = scope.spawn(|| guarded(run, || npm::provide(run, "web")));
        let built = guarded(run, || backend::build(run, profile));
        let page = scope.spawn(|| {
            guarded(run, || {
                joined(packages)?;
                web::build(run)
            })
        });
        let served = guarded(run, || {
            built?;
            joined(suite)?;
            stack::start_servers(run, profile.folder(), &[])?;
            stack::seed(run, profile.folder())
        });
        [served, joined(page)]
    });
    let faults: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
    let (consequences, causes): (Vec<_>, Vec<_>) =
        faults.into_iter().partition(anyhow::Error::is::<Abandoned>);
    causes.into_iter().chain(consequences).next().map_or(Ok(()), Err)
}

fn start_suite(run: &Run) -> anyhow::Result<()> {
    let parts = stack::provide_suite(run)?;
    stack::start_suite(run, &parts, Suite::StoresAndHosting)
}

fn guarded(run: &Run, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    work().inspect_err(|_| run.children.interruption.abandon())
}

fn joined(thread: ScopedJoinHandle<'_, anyhow::Result<()>>) -> anyhow::Result<()> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

const GREETING: &str = "
  page        http://127.0.0.1:5000
  API         http://127.0.0.1:8090  (documentation: /api/docs)
  operations  API http://127.0.0.1:8092, notifier http://127.0.0.1:8091: /health, /ready, /metrics
  inbox       http://127.0.0.1:1080  (SMTP: 1025)
  emulators   auth 127.0.0.1:9099, Firestore 127.0.0.1:8080, Pub/Sub 127.0.0.1:8085

  demo accounts, password slotbook-dev
    ada@slotbook.test     provider, London: consultation and therapy
    grace@slotbook.test   provider, New York: haircut
    carol@slotbook.test   consumer
    dave@slotbook.test    consumer
";
