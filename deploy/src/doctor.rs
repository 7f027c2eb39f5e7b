//! What is wrong with a deployment, and what to do about it. Changes nothing.

use anyhow::bail;

use crate::google::Google;
use crate::plan::{deployed_image, plan, serving};
use crate::wish::Wish;
use crate::{print, probe};

/// Looks at everything, prints what is wrong, and fails if anything is.
///
/// # Errors
/// If something is wrong, or cannot be looked at.
pub async fn run(mut wish: Wish) -> anyhow::Result<()> {
    let google = Google::sign_in(&wish.project).await?;
    let mut seen = google.observe(&wish).await?;
    if wish.image.is_none() {
        println!("no image was built here: the one that is deployed is taken for granted");
        wish.image = deployed_image(&wish, &seen);
        seen = google.observe(&wish).await?;
    }
    let mut steps = plan(&wish, &seen);
    if wish.page.is_none() {
        println!("no page was built here: the one that is deployed is not compared");
        steps.retain(|it| it.name != "page");
    }
    let pending = steps.iter().filter(|it| it.is_pending()).count();
    if pending > 0 {
        println!("{}", print::plan(&steps));
        println!("`cargo xtask deploy --project {}` does what is missing.", wish.project);
    }
    for target in serving(&wish, &seen) {
        println!("traffic: {} % to {}", target.percent, target.revision);
    }
    let page = probe::page(&wish.site).await;
    let compressed = probe::is_compressed(&wish.site).await;
    for finding in [&page, &compressed].into_iter().filter_map(|it| it.as_ref().err()) {
        println!("{finding:#}");
    }
    if pending > 0 || page.is_err() || compressed.is_err() {
        bail!("not everything is well");
    }
    println!("all is well");
    Ok(())
}
