//! Rules about what documents say of the repository.

use super::source::Source;

const NAMED: &[&str] = &["rs", "js", "mjs", "json", "toml", "md", "html", "css", "rules"];
/// The folders that a build writes, whose files tidy does not read.
const BUILT: &[&str] = &["target/", "dist/"];

/// Every file that a document names by a path must exist. Paths may be short: they may leave out
/// the folder `src`, and their beginning.
pub fn named_files_are_there(sources: &[Source]) -> Vec<String> {
    let there: Vec<[String; 2]> = sources
        .iter()
        .map(|it| [format!("/{}", it.path), format!("/{}", it.path.replace("/src/", "/"))])
        .collect();
    let is_there = |named: &str| {
        let end = format!("/{named}");
        there.iter().flatten().any(|it| it.ends_with(&end))
    };
    let documents = sources.iter().filter(|it| it.is_one_of(&["md"]));
    documents
        .flat_map(|document| {
            let named = paths(&document.text).into_iter().chain(links(document));
            let missing = named.filter(|it| !is_there(it));
            missing.map(|it| format!("{}: names {it}, which is not there", document.path))
        })
        .collect()
}

/// The texts between backticks that look like paths of files; `path::item` names the file.
fn paths(text: &str) -> Vec<String> {
    let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    quoted.filter_map(path).collect()
}

fn path(quoted: &str) -> Option<String> {
    let path = quoted.split("::").next()?;
    let (_, ending) = path.rsplit_once('.')?;
    let is_plain = path.chars().all(|it| it.is_ascii_alphanumeric() || "._-/".contains(it));
    let is_path = path.contains('/') && is_plain && !path.starts_with(['/', '.']);
    (is_path && NAMED.contains(&ending) && !BUILT.iter().any(|it| path.starts_with(it)))
        .then(|| path.to_owned())
}

/// Links to other documents, as paths from the repository's root.
fn links(document: &Source) -> Vec<String> {
    let targets = document.text.split("](").skip(1).filter_map(|it| it.split(')').next());
    let targets = targets.filter_map(|it| it.split('#').next());
    let documents = targets
        .filter(|it| !it.contains("://"))
        .filter(|it| it.rsplit_once('.').is_some_and(|(_, ending)| ending == "md"));
    let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    documents.map(|it| resolved(folder, it)).collect()
}

fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in target.split('/') {
        if part == ".." {
            parts.pop();
        } else if part != "." {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::source::tests::source;
    use super::*;

    fn missing(text: &str) -> Vec<String> {
        named_files_are_there(&[
            source("docs/decisions/a.md", text),
            source("docs/b.md", ""),
            source("backend/store/src/commit.rs", ""),
        ])
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        for text in ["`store/comit.rs`", "`backend/store/comit.rs::commit`", "`x/store/commit.rs`"]
        {
            assert_eq!(missing(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_path_that_is_there_may_be_short() {
        for text in
            ["`backend/store/src/commit.rs`", "`store/commit.rs::commit`", "`src/commit.rs`"]
        {
            assert_eq!(missing(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_link_is_followed_from_where_it_stands() {
        assert_eq!(missing("[b](../b.md#part), [site](https://x.test/y.md)"), [""; 0]);
        assert_eq!(missing("[b](b.md)").len(), 1);
    }

    #[test]
    fn patterns_and_what_is_built_are_no_files() {
        assert_eq!(missing("`http/provider_*.rs`, `target/x/y.json`, `and/or`"), [""; 0]);
    }
}
