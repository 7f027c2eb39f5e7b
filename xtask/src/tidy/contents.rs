//! Rules about the contents of single files.

use super::source::Source;

/// The maximum of lines. Above 350 lines, ask whether a file is two things; above this number, it
/// is.
const MAX_LINES: usize = 450;
const SCRIPTS: &[&str] = &["js", "mjs", "ts"];

/// Source files must be short enough to read.
pub fn no_file_is_too_long(sources: &[Source]) -> Vec<String> {
    let files = sources.iter().filter(|it| it.is_one_of(&["rs"]) || it.is_one_of(SCRIPTS));
    files
        .filter(|it| it.text.lines().count() > MAX_LINES)
        .map(|it| format!("{}: more than {MAX_LINES} lines: it is two things; part them", it.path))
        .collect()
}

/// Modules, binaries and tests must begin with `//!`.
pub fn every_module_says_what_it_holds(sources: &[Source]) -> Vec<String> {
    let modules = sources.iter().filter(|it| it.is_one_of(&["rs"]));
    modules
        .filter(|it| !it.text.starts_with("//!"))
        .map(|it| format!("{}: begin with `//!`: what it holds", it.path))
        .collect()
}

/// Lock files must not contain a registry's address, which would tie everybody to that registry.
pub fn lock_files_name_no_registry(sources: &[Source]) -> Vec<String> {
    let locks = sources.iter().filter(|it| it.path.ends_with("package-lock.json"));
    locks
        .filter(|it| it.text.contains("\"resolved\": \"http"))
        .map(|it| {
            format!(
                "{}: has \"resolved\" addresses: put omit-lockfile-registry-resolved=true into the \
                 .npmrc beside it and install again",
                it.path
            )
        })
        .collect()
}

/// Files must not contain paths below a home folder, which exist on one machine only.
pub fn nothing_names_a_home(sources: &[Source]) -> Vec<String> {
    let homes = ["home", "Users", "root"].map(|it| format!("/{it}/"));
    sources
        .iter()
        .filter(|it| homes.iter().any(|home| names_path(&it.text, home)))
        .map(|it| format!("{}: names a path below somebody's home: find it instead", it.path))
        .collect()
}

/// In the middle of a longer path it is another folder.
fn names_path(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|it| it.is_alphanumeric() || "._-/}$*".contains(it))
    })
}

#[cfg(test)]
mod tests {
    use super::super::source::tests::source;
    use super::*;

    const NOTHING: [&str; 0] = [];

    #[test]
    fn a_long_file_is_named() {
        let long = source("a.rs", &"x\n".repeat(MAX_LINES + 1));
        let short = source("b.rs", &"x\n".repeat(MAX_LINES));
        let lock = source("package-lock.json", &"x\n".repeat(MAX_LINES + 1));
        let wrong = no_file_is_too_long(&[long, short, lock]);
        assert_eq!(wrong.len(), 1);
        assert!(wrong[0].starts_with("a.rs:"), "{wrong:?}");
    }

    #[test]
    fn a_module_without_a_word_about_itself_is_named() {
        let wrong = every_module_says_what_it_holds(&[
            source("a.rs", "//! A.\n"),
            source("b.rs", "fn b() {}"),
        ]);
        assert_eq!(wrong.len(), 1);
        assert!(wrong[0].starts_with("b.rs:"), "{wrong:?}");
    }

    #[test]
    fn an_address_in_a_lock_file_is_found() {
        let with = source("web/package-lock.json", "\"resolved\": \"https://registry/x.tgz\"");
        let without = source("tests/package-lock.json", "\"version\": \"1.0.0\"");
        assert_eq!(lock_files_name_no_registry(&[with, without]).len(), 1);
    }

    #[test]
    fn a_home_is_found_and_a_path_of_the_page_is_not() {
        let home = ["", "home", "ada", "x"].join("/");
        assert_eq!(nothing_names_a_home(&[source("a.md", &format!("see {home}"))]).len(), 1);
        assert_eq!(nothing_names_a_home(&[source("a.md", &format!("web/src{home}"))]), NOTHING);
    }
}
