//! Makes an ordered list of steps of the desired state and the observed one. Makes no calls. One
//! file for each subject.

mod data;
mod identities;
mod messages;
mod page;
mod programs;
mod project;
mod secrets;
mod watching;

use crate::command::CommandLine;
use crate::desired_state::DesiredState;
use crate::observed::{ObservedState, Read};

pub use identities::project_number;
pub use page::{page_id, release_read, web_config};
pub use programs::{Traffic, api_url, deployed_image, revision, serving};
pub use project::project_read;
pub use secrets::version as secret_version;

/// A part of the desired state, and how to reach it.
#[derive(Clone, Debug)]
pub struct Step {
    /// A name of one or two words.
    pub name: &'static str,
    /// What it should be.
    pub desired: String,
    /// Why it is needed.
    pub reason: &'static str,
    /// The reads that tell whether it is there.
    pub reads: Vec<Read>,
    /// Whether it is there.
    pub state: State,
    /// The changes that make it so, in order.
    pub changes: Vec<Change>,
    /// How to undo it by hand, if that is possible.
    pub undo: Option<String>,
    /// What it costs, if it costs anything.
    pub costs: Option<&'static str>,
}

/// How the observed state compares with the desired one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is as desired.
    Same,
    /// It does not exist.
    Missing,
    /// It exists and differs; the text says how.
    Different(String),
    /// It exists, differs, and cannot be changed; the text says how.
    Wrong(String),
}

/// One change of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Runs a command.
    Run(CommandLine),
    /// Pushes the image to the project's repository.
    PushImage(String),
    /// Asks an address until it answers 200.
    Probe(String),
    /// Assembles the page: the built files, its configuration, and the last releases' files.
    AssemblePage,
    /// Waits until the step's reads show what is desired.
    Wait,
    /// Lists what a person has to do.
    ByHand(Vec<String>),
}

impl Step {
    fn new(name: &'static str, reason: &'static str, desired: impl Into<String>) -> Self {
        Self {
            name,
            reason,
            desired: desired.into(),
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

    /// Sets the state of a step that either exists as desired or does not exist.
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

    /// Whether the step has something to change.
    pub fn is_pending(&self) -> bool {
        self.state != State::Same
    }
}

/// All steps, in the order in which they have to be done.
pub fn plan(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    [
        vec![programs::sender(desired)],
        project::steps(desired, observed),
        identities::accounts(desired, observed),
        data::steps(desired, observed),
        messages::steps(desired, observed),
        secrets::steps(desired, observed),
        identities::roles(desired, observed),
        programs::steps(desired, observed),
        page::steps(desired, observed),
        watching::steps(desired, observed),
    ]
    .concat()
}

fn gcloud(desired: &DesiredState, text: impl AsRef<str>) -> Change {
    Change::Run(CommandLine::gcloud(&desired.project, text.as_ref()))
}

fn firebase(desired: &DesiredState, text: impl AsRef<str>) -> Change {
    Change::Run(CommandLine::firebase(&desired.project, text.as_ref()))
}
