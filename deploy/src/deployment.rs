//! Carries out the plan step by step. After each step it observes everything again, so each step is
//! decided by the present state, and a run after a failure continues where the last one ended.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::command::Tools;
use crate::desired_state::DesiredState;
use crate::files;
use crate::google::Google;
use crate::observed::ObservedState;
use crate::plan::{Change, State, Step, plan};
use crate::print;
use crate::{page, probe, push, staging};

/// How long a change may take until it can be observed. Building an index takes minutes.
const PATIENCE: Duration = Duration::from_mins(15);
const POLL: Duration = Duration::from_secs(2);

/// What a deployment needs.
pub struct Deployment {
    /// The desired state.
    pub desired: DesiredState,
    /// Reads Google's APIs.
    pub google: Google,
    /// Runs the commands.
    pub tools: Tools,
    /// The folder with the image's OCI layout.
    pub image: PathBuf,
    /// The folder with the built page.
    pub page: PathBuf,
    /// Whether the operator has agreed to the costs beforehand.
    pub is_agreed: bool,
}

impl Deployment {
    /// Carries out all steps that are pending.
    ///
    /// # Errors
    /// If a step fails, cannot be done, or has to be done by a person.
    pub async fn run(&self) -> anyhow::Result<()> {
        let mut observed = self.google.observe(&self.desired).await?;
        let steps = plan(&self.desired, &observed);
        println!("{}", print::plan(&steps));
        if steps.iter().any(Step::is_pending) {
            self.agree(&steps)?;
        }
        for index in 0..steps.len() {
            let step = plan(&self.desired, &observed).swap_remove(index);
            if step.is_pending() {
                self.perform(&step, &observed).await?;
                observed = self.until_so(index).await?;
            }
        }
        let site = &self.desired.site;
        self.smoke_test(&observed).await?;
        println!("\n  page                 {site}\n  API's documentation  {site}/api/docs");
        println!(
            "  first provider       slotbook-admin grant-provider EMAIL, once they have signed up"
        );
        Ok(())
    }

    async fn smoke_test(&self, observed: &ObservedState) -> anyhow::Result<()> {
        let site = &self.desired.site;
        probe::page(site).await?;
        println!("{site} answers: the page, its configuration, the API");
        let addresses = staging::caller_addresses(&self.desired, observed).await;
        println!("check {addresses}");
        addresses.outcome.map(drop)
    }

    /// Asks before anything costs money. No step deletes anything.
    fn agree(&self, steps: &[Step]) -> anyhow::Result<()> {
        let costs =
            steps.iter().filter(|it| it.is_pending()).filter_map(|it| Some((it.name, it.costs?)));
        let costs: Vec<_> = costs.collect();
        if costs.is_empty() || self.is_agreed {
            return Ok(());
        }
        println!("This costs money (docs/operating.md says how much):");
        for (name, cost) in costs {
            println!("  {name}: {cost}");
        }
        if !io::stdin().is_terminal() {
            bail!("nobody is there to be asked: say --yes");
        }
        print!("Go on with project {}? [y/N] ", self.desired.project);
        io::stdout().flush().context("cannot ask")?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).context("cannot read the answer")?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            bail!("nothing was changed");
        }
        Ok(())
    }

    async fn perform(&self, step: &Step, observed: &ObservedState) -> anyhow::Result<()> {
        println!("{}: {}", step.name, step.desired);
        if let State::Wrong(why) = &step.state {
            bail!("{}: {why}", step.name);
        }
        self.write_files(observed)?;
        for change in &step.changes {
            println!("  {}", print::change(change));
            self.make(change, observed)
                .await
                .with_context(|| format!("{} is not done", step.name))?;
        }
        Ok(())
    }

    async fn make(&self, change: &Change, observed: &ObservedState) -> anyhow::Result<()> {
        match change {
            Change::Run(command) => self.tools.run(command).await.map(drop),
            Change::PushImage(reference) => {
                push::push(&self.image, reference, self.google.token()).await
            }
            Change::Probe(url) => probe::answers(url).await,
            Change::AssemblePage => {
                page::assemble(&self.desired, observed, &self.page, &self.folder()).await
            }
            Change::Wait => Ok(()),
            Change::ByHand(lines) => {
                let numbered = lines
                    .iter()
                    .enumerate()
                    .map(|(index, line)| format!("\n  {}. {line}", index + 1));
                bail!(
                    "this is for you to do, then run the same command again:{}",
                    numbered.collect::<String>()
                )
            }
        }
    }

    /// Observes until the step is done, because a change may take a while to be shown.
    async fn until_so(&self, index: usize) -> anyhow::Result<ObservedState> {
        let began = Instant::now();
        loop {
            let observed = self.google.observe(&self.desired).await?;
            let step = plan(&self.desired, &observed).swap_remove(index);
            if !step.is_pending() {
                return Ok(observed);
            }
            if began.elapsed() > PATIENCE {
                bail!("{} was done and does not show: {:?}", step.name, step.state);
            }
            tokio::time::sleep(POLL).await;
        }
    }

    fn write_files(&self, observed: &ObservedState) -> anyhow::Result<()> {
        let folder = self.folder();
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for (name, text) in files::all(&self.desired, observed) {
            fs::write(folder.join(&name), text).with_context(|| format!("cannot write {name}"))?;
        }
        Ok(())
    }

    fn folder(&self) -> PathBuf {
        self.tools.root.join(files::path(&self.desired, ""))
    }
}
