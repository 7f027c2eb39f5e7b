//! Rules about what a single file holds.

use super::source::Source;

/// Past 350 lines one asks whether a file is two things; past this it is.
const LONGEST: usize = 450;
const LEFT_OVERS: &[&str] = &["todo!(", "unimplemented!(", "dbg!(", "#[ignore"];
const NARROWED: &[&str] = &[".only(", ".skip(", ".fixme("];
const SCRIPTS: &[&str] = &["js", "mjs", "ts"];

/// Sources stay short enough to be read.
pub fn no_file_is_too_long(sources: &[Source]) -> Vec<String> {
    let files = sources.iter().filter(|it| it.is_one_of(&["rs"]) || it.is_one_of(SCRIPTS));
    files
        .filter(|it| it.text.lines().count() > LONGEST)
        .map(|it| format!("{}: more than {LONGEST} lines: it is two things; part them", it.path))
        .collect()
}

/// Nothing says that it is not finished, and no test is left out.
pub fn nothing_is_left_half_done(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .flat_map(|source| {
            let words = if source.is_one_of(&["rs"]) {
                LEFT_OVERS
            } else if source.is_one_of(SCRIPTS) {
                NARROWED
            } else {
                &[]
            };
            let found = lines_with(&source.code(), words);
            found.into_iter().map(|(line, word)| {
                format!("{}:{line}: `{word}…`: finish it or take it out", source.path)
            })
        })
        .collect()
}

/// `//!` comes first, in modules, binaries and tests alike.
pub fn every_module_says_what_it_holds(sources: &[Source]) -> Vec<String> {
    let modules = sources.iter().filter(|it| it.is_one_of(&["rs"]));
    modules
        .filter(|it| !it.text.starts_with("//!"))
        .map(|it| format!("{}: begin with `//!`: what it holds, who may import it", it.path))
        .collect()
}

/// A registry's address in a lock file ties everybody to that registry.
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

/// A path below somebody's home is there on one machine only.
pub fn nothing_names_a_home(sources: &[Source]) -> Vec<String> {
    let homes = ["home", "Users", "root"].map(|it| format!("/{it}/"));
    sources
        .iter()
        .filter(|it| homes.iter().any(|home| names_path(&it.text, home)))
        .map(|it| format!("{}: names a path below somebody's home: find it instead", it.path))
        .collect()
}

/// Settings come from `config`, so all of them can be seen there.
pub fn the_environment_is_read_in_one_place(sources: &[Source]) -> Vec<String> {
    only_in(sources, "backend/src/config.rs", &["env::var"], "take the setting as an argument")
}

/// Time comes in as an argument, so tests can choose it.
pub fn the_clock_is_read_in_one_place(sources: &[Source]) -> Vec<String> {
    let words = ["Utc::now", "Local::now", "SystemTime::now"];
    only_in(sources, "backend/src/clock.rs", &words, "take the time as an argument")
}

fn only_in(sources: &[Source], place: &str, words: &[&str], advice: &str) -> Vec<String> {
    let others =
        sources.iter().filter(|it| it.path.starts_with("backend/src/") && it.path != place);
    others
        .flat_map(|source| {
            let found = lines_with(&source.code_without_tests(), words);
            found.into_iter().map(|(line, word)| {
                format!("{}:{line}: `{word}`: only {place} may; {advice}", source.path)
            })
        })
        .collect()
}

fn lines_with(code: &str, words: &[&str]) -> Vec<(usize, String)> {
    let numbered = code.lines().enumerate();
    let found = numbered.flat_map(|(index, line)| {
        let hits = words.iter().filter(|it| line.contains(**it));
        hits.map(move |it| (index + 1, (*it).to_owned())).collect::<Vec<_>>()
    });
    found.collect()
}

/// Somewhere in the middle of a longer path it is another folder.
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
        let long = source("a.rs", &"x\n".repeat(LONGEST + 1));
        let short = source("b.rs", &"x\n".repeat(LONGEST));
        let lock = source("package-lock.json", &"x\n".repeat(LONGEST + 1));
        let wrong = no_file_is_too_long(&[long, short, lock]);
        assert_eq!(wrong.len(), 1);
        assert!(wrong[0].starts_with("a.rs:"), "{wrong:?}");
    }

    #[test]
    fn each_left_over_is_found_where_it_stands() {
        for word in LEFT_OVERS {
            let file = source("a.rs", &format!("fn f() {{}}\n{word}"));
            assert!(nothing_is_left_half_done(&[file])[0].starts_with("a.rs:2:"), "{word}");
        }
        for word in NARROWED {
            let file = source("tests/a.js", &format!("test{word})"));
            assert_eq!(nothing_is_left_half_done(&[file]).len(), 1, "{word}");
        }
    }

    #[test]
    fn what_is_only_said_or_means_something_else_is_left_alone() {
        let rust = source("a.rs", "// todo!(\nlet x = it.skip(1); let y = \"dbg!(\";");
        assert_eq!(nothing_is_left_half_done(&[rust]), NOTHING);
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

    #[test]
    fn the_environment_is_for_the_configuration_alone() {
        let text = "let x = std::env::var(\"X\");";
        let wrong = the_environment_is_read_in_one_place(&[
            source("backend/src/config.rs", text),
            source("backend/src/http/mod.rs", text),
            source("xtask/src/run.rs", text),
        ]);
        assert_eq!(wrong.len(), 1);
        assert!(wrong[0].starts_with("backend/src/http/mod.rs:1:"), "{wrong:?}");
    }

    #[test]
    fn the_clock_is_for_its_module_alone() {
        let text = "let now = Utc::now();";
        let wrong = the_clock_is_read_in_one_place(&[
            source("backend/src/clock.rs", text),
            source("backend/src/notify/step.rs", text),
        ]);
        assert_eq!(wrong.len(), 1);
    }
}
