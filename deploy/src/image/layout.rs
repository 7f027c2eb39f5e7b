//! The OCI layout: blobs named by their digests, and an index that names the manifest. Its four
//! documents follow the OCI image specification.

use std::env::consts::ARCH;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use flate2::{Compression, GzBuilder};
use serde_json::{Value, json};

use crate::files::hash;

const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar+gzip";

/// Writes the layout of an image of one layer, and returns its digest.
///
/// # Errors
/// If it cannot be written.
pub fn write(folder: &Path, layer: &[u8], user: &str) -> anyhow::Result<String> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(folder.join("blobs/sha256")).context("cannot make the layout's folder")?;
    let config = blob(folder, CONFIG, config(layer, user).to_string().as_bytes())?;
    let layers = [blob(folder, LAYER, &zipped(layer)?)?];
    let manifest =
        json!({ "schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": layers });
    let mut manifest = blob(folder, MANIFEST, manifest.to_string().as_bytes())?;
    let digest = manifest["digest"].as_str().unwrap_or_default().to_owned();
    manifest["platform"] = json!({ "architecture": architecture(), "os": "linux" });
    let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": [manifest] });
    fs::write(folder.join("index.json"), index.to_string()).context("cannot write the index")?;
    let version = json!({ "imageLayoutVersion": "1.0.0" });
    fs::write(folder.join("oci-layout"), version.to_string()).context("cannot write the layout")?;
    Ok(digest)
}

/// Writes a blob and returns its descriptor.
fn blob(folder: &Path, kind: &str, content: &[u8]) -> anyhow::Result<Value> {
    let digest = hash(content);
    fs::write(folder.join("blobs/sha256").join(&digest), content).context("cannot write a blob")?;
    Ok(json!({ "mediaType": kind, "digest": format!("sha256:{digest}"), "size": content.len() }))
}

/// The image's configuration, without times and names of machines. It runs the API; services that
/// run another program name it.
fn config(layer: &[u8], user: &str) -> Value {
    json!({
        "architecture": architecture(),
        "os": "linux",
        "config": {
            "User": user,
            "Env": ["PATH=/usr/bin"],
            "Entrypoint": ["/usr/bin/slotbook-api"],
            "WorkingDir": "/",
        },
        "rootfs": { "type": "layers", "diff_ids": [format!("sha256:{}", hash(layer))] },
    })
}

/// The name of the processor's architecture in Go, which the specification uses.
fn architecture() -> &'static str {
    match ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

/// Compresses with gzip, without the time of compression.
fn zipped(layer: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut zip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
    zip.write_all(layer).and_then(|()| zip.finish()).context("cannot zip the layer")
}
