//! repository rules
use crate::run::Run;
pub fn run(_run: &Run) -> anyhow::Result<()> {
    Ok(())
}
