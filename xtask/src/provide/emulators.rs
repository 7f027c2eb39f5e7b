//! The Firestore and Pub/Sub emulators. The suite downloads and caches its own. If it has not done
//! so yet and those of the Google Cloud CLI are installed, they are used instead, so that nothing
//! is downloaded.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use super::{home, program};
use crate::run::Run;

const FIRESTORE: &str = "FIRESTORE_EMULATOR_BINARY_PATH";
const PUBSUB: &str = "PUBSUB_EMULATOR_BINARY_PATH";
const FIRESTORE_JAR: &str = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";
const PUBSUB_PROGRAM: &str = "platform/pubsub-emulator/bin/cloud-pubsub-emulator";
const DOWNLOADS: &str =
    "emulators/node_modules/firebase-tools/lib/emulator/downloadableEmulatorInfo.json";

/// The variables to add to the suite's environment.
pub fn provide(run: &Run) -> anyhow::Result<Vec<(&'static str, PathBuf)>> {
    let cloud_cli = cloud_cli();
    let installed =
        |file: &str| cloud_cli.as_ref().map(|root| root.join(file)).filter(|it| it.is_file());
    let mut environment = Vec::new();
    if is_wanted(run, "firestore", FIRESTORE)
        && let Some(jar) = installed(FIRESTORE_JAR)
    {
        environment.push((FIRESTORE, startable_jar(run, &jar)?));
    }
    if is_wanted(run, "pubsub", PUBSUB)
        && let Some(program) = installed(PUBSUB_PROGRAM)
    {
        environment.push((PUBSUB, program));
    }
    Ok(environment)
}

/// Whether neither the user has chosen an emulator nor the suite has downloaded its own.
fn is_wanted(run: &Run, emulator: &str, variable: &str) -> bool {
    env::var_os(variable).is_none() && !suite_has_its_own(run, emulator)
}

fn suite_has_its_own(run: &Run, emulator: &str) -> bool {
    let cache = env::var_os("FIREBASE_EMULATORS_PATH")
        .map(PathBuf::from)
        .or_else(|| Some(home()?.join(".cache/firebase/emulators")));
    let Some((cache, list)) = cache.zip(fs::read_to_string(run.root.join(DOWNLOADS)).ok()) else {
        return false;
    };
    let list: Value = serde_json::from_str(&list).unwrap_or_default();
    let file = list[emulator]["downloadPathRelativeToCacheDir"].as_str();
    file.is_some_and(|it| cache.join(it).is_file())
}

fn cloud_cli() -> Option<PathBuf> {
    let configured = env::var_os("CLOUDSDK_ROOT_DIR").map(PathBuf::from);
    let beside_gcloud = program("gcloud").and_then(|it| {
        let real = fs::canonicalize(it).ok()?;
        Some(real.parent()?.parent()?.to_path_buf())
    });
    let usual = Some(PathBuf::from("/usr/lib/google-cloud-sdk"));
    let own = home().map(|it| it.join("google-cloud-sdk"));
    let places = [configured, beside_gcloud, usual, own];
    places.into_iter().flatten().find(|it| it.join("platform").is_dir())
}

/// The suite starts Firestore with `java -jar`, but the Cloud CLI's jar names no main class, so a
/// small jar beside it does. The name of that jar depends on its contents, and it is created by a
/// rename, so the jar of a running emulator is never overwritten.
fn startable_jar(run: &Run, jar: &Path) -> anyhow::Result<PathBuf> {
    let manifest = manifest(jar);
    let place = run.target.join("tools");
    fs::create_dir_all(&place).with_context(|| format!("cannot make {}", place.display()))?;
    let manifest_file = place.join("firestore-emulator.manifest");
    fs::write(&manifest_file, &manifest).context("cannot write a manifest")?;
    let stamp = super::stamp(&run.root, [manifest_file.as_path()])?;
    let wrapper = place.join(format!("firestore-emulator-{stamp}.jar"));
    if !wrapper.is_file() {
        let unfinished = wrapper.with_extension(format!("part-{}", std::process::id()));
        run.children.run_in_log("python3 zipfile", zip(&unfinished, &manifest))?;
        fs::rename(&unfinished, &wrapper).context("cannot place the Firestore emulator's jar")?;
    }
    Ok(wrapper)
}

/// Creates the jar, which is a zip with a manifest; Python can write one without a JDK.
fn zip(jar: &Path, manifest: &str) -> Command {
    const SCRIPT: &str = "import sys, zipfile\n\
        with zipfile.ZipFile(sys.argv[1], 'w') as jar:\n    \
            jar.writestr('META-INF/MANIFEST.MF', sys.argv[2])\n";
    let mut command = Command::new("python3");
    command.args(["-c", SCRIPT]).arg(jar).arg(manifest);
    command
}

fn manifest(jar: &Path) -> String {
    let class_path = format!("Class-Path: file://{}", url_path(&jar.to_string_lossy()));
    let lines = [
        "Manifest-Version: 1.0".to_owned(),
        "Main-Class: com.google.cloud.datastore.emulator.firestore.CloudFirestore".to_owned(),
        class_path,
    ];
    lines.iter().map(|it| folded(it)).chain(["\r\n".to_owned()]).collect()
}

/// A path in a class path, which is separated by spaces, so a space in a name has to be encoded.
fn url_path(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    encoded
}

/// A line of a manifest, which has at most 72 bytes; longer ones continue after a space.
fn folded(line: &str) -> String {
    const MAX_BYTES: usize = 70;
    let mut folded = String::new();
    for (index, byte) in line.chars().enumerate() {
        if index > 0 && index % MAX_BYTES == 0 {
            folded.push_str("\r\n ");
        }
        folded.push(byte);
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_manifest_is_longer_than_java_allows() {
        let jar = PathBuf::from(format!("/{}/with space.jar", "long/".repeat(40)));
        let manifest = manifest(&jar);
        assert!(manifest.lines().all(|line| line.len() <= 72), "{manifest}");
        let unfolded = manifest.replace("\r\n ", "");
        assert!(unfolded.contains("/with%20space.jar\r\n"), "{unfolded}");
        assert!(unfolded.contains("Main-Class: com.google"), "{unfolded}");
    }
}
