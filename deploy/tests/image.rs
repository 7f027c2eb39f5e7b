//! The image's file: complete, and the same bytes when it is made twice.

use std::fs;
use std::path::Path;

use slotbook_deploy::image::{PROGRAMS, make};

/// System programs stand in for ours, which this test does not build.
fn programs(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for name in PROGRAMS {
        fs::copy("/bin/true", folder.join(name)).unwrap();
    }
}

#[test]
fn the_same_programs_make_the_same_image_whenever_and_wherever() {
    let folder = std::env::temp_dir().join(format!("slotbook-twice-{}", std::process::id()));
    programs(&folder.join("one"));
    let first = make(&folder.join("one"), &folder.join("a")).unwrap();
    programs(&folder.join("another/place"));
    let second = make(&folder.join("another/place"), &folder.join("b")).unwrap();
    fs::write(folder.join("one/slotbook-api"), fs::read("/bin/false").unwrap()).unwrap();
    let other = make(&folder.join("one"), &folder.join("c")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(first, second);
    assert_ne!(first, other);
}

#[test]
fn a_program_that_was_not_built_is_named() {
    let folder = std::env::temp_dir().join(format!("slotbook-unbuilt-{}", std::process::id()));
    programs(&folder);
    fs::remove_file(folder.join("slotbook-notifier")).unwrap();
    let refused = format!("{:#}", make(&folder, &folder.join("layout")).unwrap_err());
    fs::remove_dir_all(&folder).unwrap();
    assert!(refused.contains("slotbook-notifier"), "{refused}");
}
