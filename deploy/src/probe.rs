//! Asks what was deployed whether it answers.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reqwest::{Client, Response};

/// A new address may take a while to be known everywhere.
const PATIENCE: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_secs(2);

/// Wants a 200, and waits for it.
///
/// # Errors
/// If it does not come.
pub async fn answers(url: &str) -> anyhow::Result<()> {
    let began = Instant::now();
    loop {
        let outcome = get(url).await;
        if outcome.as_ref().is_ok_and(|it| it.status().is_success()) {
            return Ok(());
        }
        if began.elapsed() > PATIENCE {
            let said = outcome.map(|it| it.status().to_string());
            bail!("{url} answers {}", said.unwrap_or_else(|error| format!("{error:#}")));
        }
        tokio::time::sleep(POLL).await;
    }
}

/// The page, its configuration, and the API through the page's address; what operators ask is not
/// to be had there.
///
/// # Errors
/// If one of them is not as it has to be.
pub async fn page(site: &str) -> anyhow::Result<()> {
    for path in ["/", "/config.json", "/api/services"] {
        answers(&format!("{site}{path}")).await?;
    }
    let policy = get(&format!("{site}/")).await?;
    if !policy.headers().contains_key("content-security-policy") {
        bail!("{site}/ comes without its content-security-policy");
    }
    let metrics = get(&format!("{site}/api/metrics")).await?;
    if metrics.status().is_success() {
        bail!("{site}/api/metrics answers {}", metrics.status());
    }
    println!("{site} answers: the page, its configuration, the API");
    Ok(())
}

/// Whether Hosting sends the page compressed, as the figures in docs/operating.md take it.
///
/// # Errors
/// If it does not.
pub async fn is_compressed(site: &str) -> anyhow::Result<()> {
    // A client that unpacks by itself hides what came.
    let client = Client::builder().no_gzip().no_brotli().build().context("no HTTP client")?;
    let answer =
        client.get(format!("{site}/")).header("accept-encoding", "br, gzip").send().await?;
    match answer.headers().get("content-encoding") {
        Some(_) => Ok(()),
        None => bail!("{site}/ is sent as it is, neither with brotli nor with gzip"),
    }
}

async fn get(url: &str) -> anyhow::Result<Response> {
    let client =
        Client::builder().timeout(Duration::from_secs(30)).build().context("no HTTP client")?;
    client.get(url).send().await.with_context(|| format!("no answer from {url}"))
}
