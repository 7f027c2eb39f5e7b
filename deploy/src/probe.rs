//! Tests whether a deployment answers.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reqwest::{Client, ClientBuilder, Response};

/// How long a new address may take to answer.
const PATIENCE: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_secs(2);

/// Asks an address until it answers 200.
///
/// # Errors
/// If it does not answer 200 in time.
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

/// Tests the page, its configuration, and the API at the page's address; the operators' endpoints
/// must not be reachable there.
///
/// # Errors
/// If one of them does not answer as it should.
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
    Ok(())
}

/// Checks that the API refuses a change that does not come from the page.
///
/// # Errors
/// If the API answers anything else, or nothing.
pub async fn is_app_check_on(site: &str) -> anyhow::Result<()> {
    let url = format!("{site}/api/bookings");
    let answer = client()?.post(&url).send().await.with_context(|| no_answer(&url))?;
    let problem: serde_json::Value = answer.json().await.unwrap_or_default();
    if problem["code"] != "app_check_failed" {
        bail!("{url} accepts changes without App Check, although app_check_site_key is set");
    }
    Ok(())
}

/// Tests whether Hosting compresses the page, as the figures in docs/operating.md assume.
///
/// # Errors
/// If it does not.
pub async fn is_compressed(site: &str) -> anyhow::Result<()> {
    // A client that decompresses would hide the encoding.
    let client = builder().no_gzip().no_brotli().build().context("no HTTP client")?;
    let answer =
        client.get(format!("{site}/")).header("accept-encoding", "br, gzip").send().await?;
    match answer.headers().get("content-encoding") {
        Some(_) => Ok(()),
        None => bail!("{site}/ is sent as it is, neither with brotli nor with gzip"),
    }
}

/// Asks an address once.
///
/// # Errors
/// If there is no answer.
pub async fn get(url: &str) -> anyhow::Result<Response> {
    client()?.get(url).send().await.with_context(|| no_answer(url))
}

fn client() -> anyhow::Result<Client> {
    builder().build().context("no HTTP client")
}

/// A client with a limit on the time of an answer.
pub fn builder() -> ClientBuilder {
    Client::builder().timeout(Duration::from_secs(30))
}

fn no_answer(url: &str) -> String {
    format!("no answer from {url}")
}
