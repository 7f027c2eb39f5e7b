//! Pushes the image to the project's repository, directly from its OCI layout: first the blobs that
//! the registry does not have, then the manifest.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Client, RequestBuilder, Response, Url};
use serde_json::Value;

/// Pushes the image that the layout's index names.
///
/// # Errors
/// If the layout is not complete, or the registry refuses it.
pub async fn push(layout: &Path, reference: &str, token: &str) -> anyhow::Result<()> {
    let digest = digest(layout)?;
    let Some(name) = reference.strip_suffix(&format!("@{digest}")) else {
        bail!("{} holds {digest}, not {reference}", layout.display());
    };
    let (host, repository) = name.split_once('/').context("the image's name has no host")?;
    let client = Client::builder().build().context("no HTTP client")?;
    let url = format!("{}://{host}/v2/{repository}", scheme());
    let registry = Registry { client, url, token };
    let text = blob(layout, &digest)?;
    let manifest: Value = serde_json::from_slice(&text).context("the image's manifest")?;
    let layers = manifest["layers"].as_array().into_iter().flatten();
    for part in layers.chain([&manifest["config"]]) {
        let part = part["digest"].as_str().context("the image's manifest has no digest")?;
        registry.put_blob(part, blob(layout, part)?).await?;
    }
    registry.put_manifest(&digest, manifest["mediaType"].as_str().unwrap_or_default(), text).await
}

/// A repository, accessed by the OCI distribution protocol.
struct Registry<'a> {
    client: Client,
    url: String,
    token: &'a str,
}

impl Registry<'_> {
    async fn put_blob(&self, digest: &str, content: Vec<u8>) -> anyhow::Result<()> {
        let known = self.client.head(format!("{}/blobs/{digest}", self.url));
        if self.send(known).await?.status().is_success() {
            return Ok(());
        }
        let begun = self.client.post(format!("{}/blobs/uploads/", self.url)).body("");
        let begun = accepted(self.send(begun).await?, "an upload")?;
        let place = begun.headers().get(LOCATION).and_then(|it| it.to_str().ok());
        let place = place.context("the registry says no place for an upload")?;
        let mut place: Url =
            begun.url().join(place).context("the registry's place for an upload")?;
        place.query_pairs_mut().append_pair("digest", digest);
        let put =
            self.client.put(place).header(CONTENT_TYPE, "application/octet-stream").body(content);
        accepted(self.send(put).await?, digest).map(drop)
    }

    async fn put_manifest(&self, digest: &str, kind: &str, text: Vec<u8>) -> anyhow::Result<()> {
        let put = self.client.put(format!("{}/manifests/{digest}", self.url));
        accepted(self.send(put.header(CONTENT_TYPE, kind).body(text)).await?, digest).map(drop)
    }

    /// Artifact Registry accepts an access token as password.
    async fn send(&self, request: RequestBuilder) -> anyhow::Result<Response> {
        let request = request.basic_auth("oauth2accesstoken", Some(self.token));
        request.send().await.with_context(|| format!("no answer from {}", self.url))
    }
}

fn accepted(answer: Response, what: &str) -> anyhow::Result<Response> {
    if !answer.status().is_success() {
        bail!("the registry answers {} to {what}", answer.status());
    }
    Ok(answer)
}

/// The digest of the image in a layout.
///
/// # Errors
/// If there is no layout, or it holds no image.
pub fn digest(layout: &Path) -> anyhow::Result<String> {
    let path = layout.join("index.json");
    let text =
        fs::read_to_string(&path).with_context(|| format!("no image: {}", path.display()))?;
    let index: Value = serde_json::from_str(&text).context("the layout's index")?;
    let digest = index["manifests"][0]["digest"].as_str().context("the layout holds no image")?;
    Ok(digest.to_owned())
}

fn blob(layout: &Path, digest: &str) -> anyhow::Result<Vec<u8>> {
    let path = layout.join("blobs").join(digest.replace(':', "/"));
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// If Artifact Registry's endpoint is overridden with one without TLS, its repositories are without
/// TLS too.
fn scheme() -> &'static str {
    let other = std::env::var("CLOUDSDK_API_ENDPOINT_OVERRIDES_ARTIFACTREGISTRY");
    if other.is_ok_and(|it| it.starts_with("http://")) { "http" } else { "https" }
}
