//! The image: what is deployed, run as it is deployed.

use flate2::read::GzDecoder;
use serde_json::Value;
use slotbook_harness::{TestApp, built, day_ahead};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const SERVICE: &str = "consultation";

/// Gone with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[tokio::test]
async fn the_programs_of_the_image_book_and_mail_from_a_file_system_of_their_own() {
    if !can_isolate() {
        let said = "\nNOT CHECKED: the image: this machine gives nobody a namespace\n";
        drop(std::io::stderr().write_all(said.as_bytes()));
        return;
    }
    let folder =
        Folder(std::env::temp_dir().join(format!("slotbook-image-{}", std::process::id())));
    let root = unpacked_image(&folder.0);
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = app.program_in(&root, "slotbook-api").await;
    let _notifier = app.program_in(&root, "slotbook-notifier").await;
    let carol = app.consumer("carol").await.through(&api.url);

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);

    let (confirmation, notice) = (carol.reads_a_mail().await, ada.reads_a_mail().await);
    assert!(confirmation.text.contains("10:00") && notice.text.contains("10:00"));
}

/// Whether the system lets us have a file system and users of our own.
fn can_isolate() -> bool {
    let tried = Command::new("unshare").args(["--map-root-user", "--mount", "true"]).status();
    tried.is_ok_and(|it| it.success())
}

/// The image of the programs as they were built for the tests, without what a debugger would want.
fn unpacked_image(folder: &Path) -> PathBuf {
    let stripped = folder.join("built");
    fs::create_dir_all(&stripped).unwrap();
    for name in slotbook_deploy::image::PROGRAMS {
        let mut strip = Command::new("strip");
        strip.arg("--strip-debug").arg("-o").arg(stripped.join(name)).arg(built(name));
        assert!(strip.status().unwrap().success());
    }
    let layout = folder.join("layout");
    slotbook_deploy::image::make(&stripped, &layout).unwrap();
    let root = folder.join("root");
    let index = json(&layout.join("index.json"));
    let manifest = json(&blob(&layout, &index["manifests"][0]));
    let layer = fs::File::open(blob(&layout, &manifest["layers"][0])).unwrap();
    tar::Archive::new(GzDecoder::new(layer)).unpack(&root).unwrap();
    root
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn blob(layout: &Path, descriptor: &Value) -> PathBuf {
    layout.join("blobs").join(descriptor["digest"].as_str().unwrap().replace(':', "/"))
}
