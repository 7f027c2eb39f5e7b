//! PURE: what is wished and what was observed make an ordered list of steps. A file a subject.

mod data;
mod identities;
mod messages;
mod page;
mod programs;
mod project;
mod secrets;
mod watching;

use crate::command::CommandLine;
use crate::observed::{Observed, Read};
use crate::wish::Wish;

pub use page::{page_id, release_read, web_config};
pub use programs::{Traffic, deployed_image, revision, serving};
pub use project::project_read;
pub use secrets::version as secret_version;

/// Something that is to be so.
#[derive(Clone, Debug)]
pub struct Step {
    /// One word or two, by which it is spoken of.
    pub name: &'static str,
    /// What is to be so.
    pub wish: String,
    /// What it is for.
    pub reason: &'static str,
    /// What has to be read to know whether it is so.
    pub reads: Vec<Read>,
    /// Whether it is so.
    pub state: State,
    /// What makes it so, in order.
    pub changes: Vec<Change>,
    /// How to take it back by hand, where that can be done.
    pub undo: Option<String>,
    /// What it costs, where it does.
    pub costs: Option<&'static str>,
}

/// Whether a step's wish is so already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is.
    Same,
    /// It is not there.
    Missing,
    /// It is there, and otherwise.
    Different(String),
    /// It is there, and cannot be made what is wished.
    Wrong(String),
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A command.
    Run(CommandLine),
    /// Puts the image into the project's repository.
    PushImage(String),
    /// Asks the address and wants a 200.
    Probe(String),
    /// Puts the page together: what was built, its configuration, and the last releases' files.
    AssemblePage,
    /// Waits until the next look finds it so.
    Wait,
    /// What a person has to do.
    ByHand(Vec<String>),
}

impl Step {
    fn new(name: &'static str, reason: &'static str, wish: impl Into<String>) -> Self {
        Self {
            name,
            reason,
            wish: wish.into(),
            reads: vec![],
            state: State::Missing,
            changes: vec![],
            undo: None,
            costs: None,
        }
    }

    fn reading(mut self, reads: impl IntoIterator<Item = Read>) -> Self {
        self.reads.extend(reads);
        self
    }

    /// There is nothing between "there as wished" and "not there".
    fn there_if(self, is_there: bool) -> Self {
        self.in_state(if is_there { State::Same } else { State::Missing })
    }

    fn in_state(self, state: State) -> Self {
        Self { state, ..self }
    }

    fn by(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.changes.extend(changes);
        self
    }

    fn undone_by(self, undo: impl Into<String>) -> Self {
        Self { undo: Some(undo.into()), ..self }
    }

    fn costing(self, costs: &'static str) -> Self {
        Self { costs: Some(costs), ..self }
    }

    /// Whether something has to be done.
    pub fn is_pending(&self) -> bool {
        self.state != State::Same
    }
}

/// All steps, in the order in which they have to be done.
pub fn plan(wish: &Wish, seen: &Observed) -> Vec<Step> {
    [
        vec![programs::sender(wish)],
        project::steps(wish, seen),
        identities::accounts(wish, seen),
        data::steps(wish, seen),
        messages::steps(wish, seen),
        secrets::steps(wish, seen),
        identities::roles(wish, seen),
        programs::steps(wish, seen),
        page::steps(wish, seen),
        watching::steps(wish, seen),
    ]
    .concat()
}

fn gcloud(wish: &Wish, text: impl AsRef<str>) -> Change {
    Change::Run(CommandLine::gcloud(&wish.project, text.as_ref()))
}

fn firebase(wish: &Wish, text: impl AsRef<str>) -> Change {
    Change::Run(CommandLine::firebase(&wish.project, text.as_ref()))
}
