//! Finds what is wrong with a deployment and says what to do. Changes nothing.

use anyhow::bail;

use crate::desired_state::DesiredState;
use crate::google::Google;
use crate::plan::{deployed_image, plan, serving};
use crate::{print, staging};

/// Compares everything with the desired state, prints what differs, and fails if anything does.
///
/// # Errors
/// If something is wrong, or cannot be observed.
pub async fn run(mut desired: DesiredState) -> anyhow::Result<()> {
    let google = Google::sign_in(&desired.project).await?;
    let mut observed = google.observe(&desired).await?;
    if desired.image.is_none() {
        println!("no image was built here: the one that is deployed is taken for granted");
        desired.image = deployed_image(&desired, &observed);
        observed = google.observe(&desired).await?;
    }
    let mut steps = plan(&desired, &observed);
    if desired.page.is_none() {
        println!("no page was built here: the one that is deployed is not compared");
        steps.retain(|it| it.name != "page");
    }
    let pending = steps.iter().filter(|it| it.is_pending()).count();
    if pending > 0 {
        println!("{}", print::plan(&steps));
        println!("`cargo xtask deploy --project {}` does what is missing.", desired.project);
    }
    for target in serving(&desired, &observed) {
        println!("traffic: {} % to {}", target.percent, target.revision);
    }
    println!("checks (their numbers are those of docs/deploying.md):");
    let checks = staging::checks(&desired, &observed, &steps, &google).await;
    for check in &checks {
        println!("{check}");
    }
    if pending > 0 || checks.iter().any(|it| it.outcome.is_err()) {
        bail!("not everything is well");
    }
    println!("all is well");
    Ok(())
}
