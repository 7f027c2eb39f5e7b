//! `cargo xtask seed`: creates the demo accounts and data in the running stack.

use anyhow::bail;

use crate::backend::{self, Profile};
use crate::run::Run;
use crate::stack;

/// Seeds the stack; existing accounts and data stay as they are.
pub fn run(run: &Run) -> anyhow::Result<()> {
    if !stack::answers("http://127.0.0.1:8080/") || !stack::answers("http://127.0.0.1:9099/") {
        bail!("the emulators do not answer: start them first with `cargo xtask dev`");
    }
    backend::build(run, Profile::Debug)?;
    stack::seed(run, Profile::Debug.folder())
}
