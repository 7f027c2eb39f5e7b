//! Carries the plan out, step by step. After each step it looks again, so every step is decided by
//! what is there now, and a run after a failure goes on where the last one ended.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::command::Tools;
use crate::files;
use crate::google::Google;
use crate::observed::Observed;
use crate::plan::{Change, State, Step, plan};
use crate::print;
use crate::wish::Wish;
use crate::{page, probe, push};

/// How long what was changed may take to show; building an index takes minutes.
const PATIENCE: Duration = Duration::from_mins(15);
const POLL: Duration = Duration::from_secs(2);

/// What is needed to change something.
pub struct Deployment {
    /// What is wished.
    pub wish: Wish,
    /// Who looks.
    pub google: Google,
    /// Who changes.
    pub tools: Tools,
    /// The image, as an OCI layout.
    pub image: PathBuf,
    /// The page, as it was built.
    pub page: PathBuf,
    /// Whether somebody said yes beforehand.
    pub is_agreed: bool,
}

impl Deployment {
    /// Makes everything as wished.
    ///
    /// # Errors
    /// If a step fails, cannot be done, or is for a person to do.
    pub async fn run(&self) -> anyhow::Result<()> {
        let mut seen = self.google.observe(&self.wish).await?;
        let steps = plan(&self.wish, &seen);
        println!("{}", print::plan(&steps));
        if steps.iter().any(Step::is_pending) {
            self.agree(&steps)?;
        }
        for index in 0..steps.len() {
            let step = plan(&self.wish, &seen).swap_remove(index);
            if step.is_pending() {
                self.perform(&step, &seen).await?;
                seen = self.until_so(index).await?;
            }
        }
        probe::page(&self.wish.site).await?;
        let site = &self.wish.site;
        println!("\n  page                 {site}\n  API's documentation  {site}/api/docs");
        println!(
            "  first provider       slotbook-admin grant-provider EMAIL, once they have signed up"
        );
        Ok(())
    }

    /// Asks before it costs money. Nothing here deletes anything.
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
        print!("Go on with project {}? [y/N] ", self.wish.project);
        io::stdout().flush().context("cannot ask")?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).context("cannot read the answer")?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            bail!("nothing was changed");
        }
        Ok(())
    }

    async fn perform(&self, step: &Step, seen: &Observed) -> anyhow::Result<()> {
        println!("{}: {}", step.name, step.wish);
        if let State::Wrong(why) = &step.state {
            bail!("{}: {why}", step.name);
        }
        self.write_files(seen)?;
        for change in &step.changes {
            println!("  {}", print::change(change));
            self.make(change, seen).await.with_context(|| format!("{} is not done", step.name))?;
        }
        Ok(())
    }

    async fn make(&self, change: &Change, seen: &Observed) -> anyhow::Result<()> {
        match change {
            Change::Run(command) => self.tools.run(command).await.map(drop),
            Change::PushImage(reference) => {
                push::push(&self.image, reference, self.google.token()).await
            }
            Change::Probe(url) => probe::answers(url).await,
            Change::AssemblePage => {
                page::assemble(&self.wish, seen, &self.page, &self.folder()).await
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

    /// Google shows a change at once, or a little later.
    async fn until_so(&self, index: usize) -> anyhow::Result<Observed> {
        let began = Instant::now();
        loop {
            let seen = self.google.observe(&self.wish).await?;
            let step = plan(&self.wish, &seen).swap_remove(index);
            if !step.is_pending() {
                return Ok(seen);
            }
            if began.elapsed() > PATIENCE {
                bail!("{} was done and does not show: {:?}", step.name, step.state);
            }
            tokio::time::sleep(POLL).await;
        }
    }

    fn write_files(&self, seen: &Observed) -> anyhow::Result<()> {
        let folder = self.folder();
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for (name, text) in files::all(&self.wish, seen) {
            fs::write(folder.join(&name), text).with_context(|| format!("cannot write {name}"))?;
        }
        Ok(())
    }

    fn folder(&self) -> PathBuf {
        self.tools.root.join(files::path(&self.wish, ""))
    }
}
