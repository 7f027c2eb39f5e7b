//! Looks at Google's APIs: reads only. gcloud's own variables for endpoints and tokens count here
//! too, so both look at the same cloud.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, bail};
use futures::future::try_join_all;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use tokio::process::Command;

use crate::observed::{Observed, Read};
use crate::plan::{plan, project_read};
use crate::wish::Wish;

const TIME_LIMIT: Duration = Duration::from_secs(30);
/// What Google says where a service was never turned on, or is not set up.
const NOT_IN_USE: &[&str] = &[
    "SERVICE_DISABLED",
    "accessNotConfigured",
    "has not been used in project",
    "CONFIGURATION_NOT_FOUND",
];

/// Services that want to know which project a person's calls count for. The others count them for
/// gcloud itself, which works before the service is turned on in the project.
const CHARGED: &[&str] = &["billingbudgets.", "firebase", "identitytoolkit."];

/// Somebody who may look.
pub struct Google {
    client: Client,
    token: String,
    project: String,
}

impl Google {
    /// With gcloud's credentials.
    ///
    /// # Errors
    /// If gcloud is not there, or nobody is signed in.
    pub async fn sign_in(project: &str) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(TIME_LIMIT).build().context("no HTTP client")?;
        Ok(Self { client, token: token().await?, project: project.to_owned() })
    }

    /// The token that reads and pushes are made with.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Everything that the plan has to know: its reads, and those that their answers lead to.
    ///
    /// # Errors
    /// If something can neither be read nor said not to be there.
    pub async fn observe(&self, wish: &Wish) -> anyhow::Result<Observed> {
        let mut seen = Observed::default();
        let project = project_read(wish);
        let answer = self.read(&project).await?;
        let is_there = answer.is_some();
        seen.note(project, answer);
        if !is_there {
            return Ok(seen);
        }
        loop {
            let reads: BTreeSet<Read> =
                plan(wish, &seen).into_iter().flat_map(|it| it.reads).collect();
            let unknown: Vec<Read> = reads.into_iter().filter(|it| !seen.knows(it)).collect();
            if unknown.is_empty() {
                return Ok(seen);
            }
            let answers = try_join_all(unknown.iter().map(|it| self.read(it))).await?;
            for (read, answer) in unknown.into_iter().zip(answers) {
                seen.note(read, answer);
            }
        }
    }

    async fn read(&self, read: &Read) -> anyhow::Result<Option<Value>> {
        let url = format!("{}{}", origin(&read.host), read.path);
        let request = if read.is_post { self.client.post(&url) } else { self.client.get(&url) };
        let mut request = request
            .bearer_auth(&self.token)
            .header("content-type", "application/json")
            .body(if read.is_post { "{}" } else { "" });
        if CHARGED.iter().any(|it| read.host.starts_with(it)) {
            request = request.header("x-goog-user-project", &self.project);
        }
        let answer = request.send().await.with_context(|| format!("no answer from {url}"))?;
        self.understood(read, &url, answer).await
    }

    async fn understood(
        &self,
        read: &Read,
        url: &str,
        answer: Response,
    ) -> anyhow::Result<Option<Value>> {
        let status = answer.status();
        let text = answer.text().await.with_context(|| format!("half an answer from {url}"))?;
        if status.is_success() {
            return serde_json::from_str(&text)
                .map(Some)
                .with_context(|| format!("no JSON from {url}"));
        }
        // A project that is not there and one that is somebody else's are answered alike.
        let is_project = read.path == format!("v1/projects/{}", self.project)
            && read.host.starts_with("cloudresourcemanager");
        let is_absent = status == StatusCode::NOT_FOUND
            || NOT_IN_USE.iter().any(|it| text.contains(it))
            || (is_project && status == StatusCode::FORBIDDEN);
        if is_absent {
            return Ok(None);
        }
        let message = serde_json::from_str::<Value>(&text).unwrap_or_default();
        let message = message["error"]["message"].as_str().unwrap_or(text.trim()).to_owned();
        bail!("{url} was answered with {status}: {message}")
    }
}

/// As gcloud does it: `CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN`, with the region in front of the host.
fn origin(host: &str) -> String {
    let name = host.trim_end_matches(".googleapis.com");
    let (region, api) = match name.rsplit_once('-') {
        Some((region, api)) => (format!("{region}-"), api),
        None => (String::new(), name),
    };
    let variable = format!("CLOUDSDK_API_ENDPOINT_OVERRIDES_{}", api.to_uppercase());
    match std::env::var(variable) {
        Ok(other) if !region.is_empty() => other.replacen("://", &format!("://{region}"), 1),
        Ok(other) => other,
        Err(_) => format!("https://{host}/"),
    }
}

async fn token() -> anyhow::Result<String> {
    if let Ok(file) = std::env::var("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE") {
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
        return Ok(text.trim().to_owned());
    }
    let mut gcloud = Command::new("gcloud");
    gcloud.args(["auth", "print-access-token", "--quiet"]);
    let output = gcloud.output().await.context(
        "gcloud is not on the PATH: install the Google Cloud CLI, https://cloud.google.com/sdk/docs/install",
    )?;
    if !output.status.success() {
        bail!("nobody is signed in: run `gcloud auth login --update-adc`");
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
