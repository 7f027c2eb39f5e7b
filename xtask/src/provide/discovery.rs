//! Google's descriptions of its services, which the Python package of its API client carries.

use std::path::PathBuf;

use anyhow::Context;

use super::pip;
use crate::run::Run;

const PACKAGE: &str = "google-api-python-client";
const VERSION: &str = "2.202.0";

/// The folder with the documents, a file for each service and version.
pub fn provide(run: &Run) -> anyhow::Result<PathBuf> {
    let place = pip::provide(run, PACKAGE, VERSION)
        .with_context(|| format!("{PACKAGE} is needed: let pip fetch it (python3-pip)"))?;
    Ok(place.join("googleapiclient/discovery_cache/documents"))
}
