//! Finds what is wrong with a deployment and says what to do. Changes nothing.

use anyhow::bail;

use crate::desired_state::DesiredState;
use crate::google::Google;
use crate::plan::{deployed_image, plan, serving};
use crate::{print, probe};

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
    let page = probe::page(&desired.site).await;
    let compressed = probe::is_compressed(&desired.site).await;
    let app_check = match desired.settings.app_check_site_key.as_str() {
        "" => Ok(()),
        _ => probe::is_app_check_on(&desired.site).await,
    };
    let findings = [&page, &compressed, &app_check];
    for finding in findings.into_iter().filter_map(|it| it.as_ref().err()) {
        println!("{finding:#}");
    }
    if pending > 0 || findings.iter().any(|it| it.is_err()) {
        bail!("not everything is well");
    }
    println!("all is well");
    Ok(())
}
