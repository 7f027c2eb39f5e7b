//! The files that the rules check.

use std::fs;
use std::path::Path;

use anyhow::Context;

const NOT_OURS: &[&str] = &["target", "node_modules", "dist", "pkg", ".git", "test-results"];
const TEXT: &[&str] = &[
    "rs", "js", "ts", "mjs", "json", "toml", "md", "html", "css", "rules", "yml", "yaml", "sh",
    "txt",
];

/// One file.
pub struct Source {
    /// The path from the repository's root, with slashes.
    pub path: String,
    /// The contents.
    pub text: String,
}

impl Source {
    /// Whether its name has one of the endings.
    pub fn is_one_of(&self, endings: &[&str]) -> bool {
        let ending = Path::new(&self.path).extension().and_then(|it| it.to_str());
        ending.is_some_and(|it| endings.contains(&it))
    }
}

/// All text files of the repository that are written by people, and the lock files.
pub fn all(root: &Path) -> anyhow::Result<Vec<Source>> {
    let mut found = Vec::new();
    collect(root, root, &mut found)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry.context("cannot list a folder")?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, found)?;
        } else if is_text(&path) {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{} is not text", path.display()))?;
            let path = path.strip_prefix(root).unwrap_or(&path);
            found.push(Source { path: path.to_string_lossy().replace('\\', "/"), text });
        }
    }
    Ok(())
}

fn is_text(path: &Path) -> bool {
    let ending = path.extension().and_then(|it| it.to_str());
    ending.is_some_and(|it| TEXT.contains(&it)) || path.ends_with(".ci/run")
}

#[cfg(test)]
pub mod tests {
    use super::Source;

    /// A file for tests.
    pub fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }
}
