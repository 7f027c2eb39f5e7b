//! One layer: a tar archive whose bytes depend only on names and contents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tar::{Builder, EntryType, Header};

/// The archive of the files, given by their paths in the image.
pub fn of(mut files: Vec<(String, PathBuf)>) -> anyhow::Result<Vec<u8>> {
    files.sort();
    files.dedup_by(|one, other| one.0 == other.0);
    let mut archive = Builder::new(Vec::new());
    for folder in folders(&files) {
        // Everybody may write to the temporary folder, and remove only what is theirs.
        let mode = if folder == "tmp" { 0o1777 } else { 0o755 };
        let mut header = header(EntryType::Directory, mode, 0);
        archive.append_data(&mut header, &folder, &[][..]).context("cannot add a folder")?;
    }
    for (name, path) in &files {
        let content =
            fs::read(path).with_context(|| format!("no {}: build it first", path.display()))?;
        let is_text = Path::new(name).extension().is_some_and(|it| it == "crt");
        let mode = if is_text { 0o644 } else { 0o755 };
        let mut header = header(EntryType::Regular, mode, content.len() as u64);
        archive
            .append_data(&mut header, name, &content[..])
            .with_context(|| format!("cannot add {name}"))?;
    }
    archive.into_inner().context("cannot finish the archive")
}

/// Every folder above a file, and `/tmp`, which may be mounted over at run time.
fn folders(files: &[(String, PathBuf)]) -> BTreeSet<String> {
    let above = |name: &str| -> Vec<String> {
        let ancestors = Path::new(name).ancestors().skip(1);
        ancestors.map(|it| it.to_string_lossy().into_owned()).filter(|it| !it.is_empty()).collect()
    };
    files.iter().flat_map(|(name, _)| above(name)).chain(["tmp".to_owned()]).collect()
}

/// Leaves out times, owners and everything else that differs between machines.
fn header(kind: EntryType, mode: u32, size: u64) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_size(size);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_make_the_same_bytes_in_whatever_order_and_whenever_written() {
        let folder = std::env::temp_dir().join(format!("slotbook-layer-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str| {
            let path = folder.join(name);
            fs::write(&path, name).unwrap();
            (format!("usr/bin/{name}"), path)
        };
        let first = of(vec![write("a"), write("b")]).unwrap();
        for (name, second) in [("a", 1_000_000_000), ("b", 1_700_000_000)] {
            let file = fs::File::options().write(true).open(folder.join(name)).unwrap();
            file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(second))
                .unwrap();
        }
        let second = of(vec![write("b"), write("a")]).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(first, second);
        let mut archive = tar::Archive::new(&first[..]);
        let names =
            archive.entries().unwrap().map(|it| it.unwrap().path().unwrap().display().to_string());
        assert_eq!(names.collect::<Vec<_>>(), ["tmp", "usr", "usr/bin", "usr/bin/a", "usr/bin/b"]);
    }
}
