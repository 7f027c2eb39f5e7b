//! Assembles the page: the built files, its configuration, and the files of the last releases,
//! which pages that are open across a deployment may still load.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::Client;
use serde_json::{Value, json};

use crate::desired_state::DesiredState;
use crate::files;
use crate::observed::ObservedState;

/// The list of the last releases' files. It is stored among the assets, because there a missing
/// file is answered with 404 and not with the page.
const RELEASES: &str = "assets/releases.json";
/// The number of releases whose files are kept.
const KEPT: usize = 3;

/// Assembles the folder `page/`.
///
/// # Errors
/// If a file cannot be copied, or the live page's files cannot be fetched.
pub async fn assemble(
    desired: &DesiredState,
    observed: &ObservedState,
    built: &Path,
    folder: &Path,
) -> anyhow::Result<()> {
    let page = folder.join("page");
    if page.exists() {
        fs::remove_dir_all(&page).context("cannot clear the page's folder")?;
    }
    copy(built, &page)?;
    let Some(config) = files::page_config(desired, observed) else {
        bail!("Firebase has no configuration for the page yet");
    };
    fs::write(page.join("config.json"), format!("{config:#}\n"))
        .context("cannot write config.json")?;
    carry_forward(&desired.site, &page).await
}

/// Fetches the files of the last releases that this release does not have from the live page.
async fn carry_forward(site: &str, page: &Path) -> anyhow::Result<()> {
    let client =
        Client::builder().timeout(Duration::from_mins(1)).build().context("no HTTP client")?;
    let mut releases = vec![names(&page.join("assets"))?];
    let last = client.get(format!("{site}/{RELEASES}")).send().await;
    if let Some(last) = last.ok().filter(|it| it.status().is_success()) {
        let last: Value = last.json().await.context("the live page's list of files")?;
        let lists = last["releases"].as_array().cloned().unwrap_or_default();
        let lists = lists.into_iter().filter_map(|it| serde_json::from_value(it).ok());
        releases.extend(lists.take(KEPT - 1));
    }
    for name in releases.iter().skip(1).flatten() {
        fetch(&client, site, page, name).await?;
    }
    let list = json!({ "releases": releases });
    fs::write(page.join(RELEASES), format!("{list:#}\n")).context("cannot write the list of files")
}

async fn fetch(client: &Client, site: &str, page: &Path, name: &str) -> anyhow::Result<()> {
    let path = page.join("assets").join(name);
    if path.exists() || name.contains(['/', '\\']) || name.starts_with('.') {
        return Ok(());
    }
    let url = format!("{site}/assets/{name}");
    let answer = client.get(&url).send().await.with_context(|| format!("no answer from {url}"))?;
    if !answer.status().is_success() {
        bail!("{url} is answered with {}", answer.status());
    }
    let bytes = answer.bytes().await.with_context(|| format!("half an answer from {url}"))?;
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        names.push(
            entry.context("cannot list the assets")?.file_name().to_string_lossy().into_owned(),
        );
    }
    names.sort();
    Ok(names)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    let entries = fs::read_dir(from).with_context(|| format!("no page in {}", from.display()))?;
    for entry in entries {
        let entry = entry.context("cannot list the page")?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("cannot copy {}", target.display()))?;
        }
    }
    Ok(())
}

/// A hash of the names and contents of all files in a folder.
///
/// # Errors
/// If it cannot be read.
pub fn hash(folder: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    collect(folder, folder, &mut text)?;
    Ok(files::short_hash(&text))
}

fn collect(root: &Path, folder: &Path, text: &mut String) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("no page in {}", folder.display()))?;
    let mut paths = entries.map(|it| anyhow::Ok(it?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, text)?;
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        // A local run writes its own configuration there, which is not part of the page.
        if name != "config.json" {
            let content = fs::read(&path).with_context(|| format!("cannot read {name}"))?;
            writeln!(text, "{name} {}", files::hash(&content)).context("cannot note a hash")?;
        }
    }
    Ok(())
}
