//! tests
use crate::run::Run;
#[derive(clap::Args)]
pub struct Options {}
pub fn run(_run: &Run, _: &Options) -> anyhow::Result<()> {
    Ok(())
}
