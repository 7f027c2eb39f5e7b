//! Parses what test runners print: cargo's, node's and Playwright's closing lines, and the names of
//! tests that failed. A skipped test counts as failed.

use super::report::Tally;

/// Adds up all closing lines among a runner's lines, and keeps them for the recap, together with the
/// lines that name a failed test.
pub fn tally(lines: &[String]) -> Tally {
    let mut tally = Tally::default();
    for line in lines.iter().map(|it| without_colours(it)) {
        if let Some((passed, failed)) =
            cargo(&line).or_else(|| node(&line)).or_else(|| playwright(&line))
        {
            tally.passed += passed;
            tally.failed += failed;
            if !is_empty_binary(&line) {
                tally.lines.push(line.trim().to_owned());
            }
        } else if names_a_failed_test(&line) {
            tally.lines.push(line.trim().to_owned());
        }
    }
    tally
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`
fn cargo(line: &str) -> Option<(u64, u64)> {
    let counts = line.trim().strip_prefix("test result: ")?;
    let left_out = number_before(counts, " ignored").unwrap_or_default();
    Some((number_before(counts, " passed")?, number_before(counts, " failed")? + left_out))
}

/// `# pass 20`, or `ℹ pass 20` from the reporter for people.
fn node(line: &str) -> Option<(u64, u64)> {
    let counts = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
    if let Some(passed) = counts.strip_prefix("pass ") {
        return Some((passed.trim().parse().ok()?, 0));
    }
    let failed = ["fail ", "cancelled ", "skipped ", "todo "];
    let count = failed.iter().find_map(|it| counts.strip_prefix(it))?;
    Some((0, count.trim().parse().ok()?))
}

/// `  3 passed (12.0s)`, `  1 failed`, and other results that count as failed.
fn playwright(line: &str) -> Option<(u64, u64)> {
    let (count, word) = line.strip_prefix("  ")?.split_once(' ')?;
    let count = count.parse().ok()?;
    let word = word.split(" (").next()?.trim_end();
    match word {
        "passed" | "flaky" => Some((count, 0)),
        "failed" | "interrupted" | "did not run" | "skipped" => Some((0, count)),
        _ => None,
    }
}

/// `test a::b ... FAILED` and `test a::b ... ignored` of cargo, `not ok 3 - …` of node, `✘  3 …` of
/// Playwright.
fn names_a_failed_test(line: &str) -> bool {
    let line = line.trim();
    let is_cargos = line.starts_with("test ")
        && (line.ends_with(" ... FAILED") || line.contains(" ... ignored"));
    is_cargos || line.starts_with("not ok ") || line.starts_with("✘ ")
}

/// Whether it is the line of a binary or a crate's documentation without tests.
fn is_empty_binary(line: &str) -> bool {
    line.contains(" 0 passed; 0 failed; 0 ignored")
}

fn number_before(text: &str, word: &str) -> Option<u64> {
    let before = &text[..text.find(word)?];
    before.rsplit(|it: char| !it.is_ascii_digit()).next()?.parse().ok()
}

/// Removes colours, which are written as `ESC [ … m`.
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> (u64, u64) {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let tally = tally(&lines);
        (tally.passed, tally.failed)
    }

    #[test]
    fn several_results_of_cargo_are_added_up() {
        let text = "running 3 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
                    test result: FAILED. 10 passed; 3 failed; 0 ignored";
        assert_eq!(counts(text), (12, 3));
    }

    #[test]
    fn a_test_that_was_left_out_counts_as_failed() {
        assert_eq!(counts("test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured"), (2, 1));
        assert_eq!(counts("# pass 20\n# fail 0\n# skipped 2\n# todo 1"), (20, 3));
        assert_eq!(counts("  1 skipped\n  3 passed (12.0s)"), (3, 1));
    }

    #[test]
    fn the_tests_that_failed_are_named() {
        let text = "test a::b ... ok\ntest a::c ... FAILED\ntest a::d ... ignored, too slow\n\
                    not ok 3 - nobody reads it\nok 4 - all read it\n\
                    \u{1b}[31m  ✘  48 e2e/a.spec.js:9:1 › a page is there (2s)\u{1b}[39m\n  ✓  49 fine";
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let named = tally(&lines).lines;
        assert_eq!(
            named,
            [
                "test a::c ... FAILED",
                "test a::d ... ignored, too slow",
                "not ok 3 - nobody reads it",
                "✘  48 e2e/a.spec.js:9:1 › a page is there (2s)",
            ]
        );
    }

    #[test]
    fn what_holds_no_test_is_not_quoted() {
        let lines =
            ["test result: ok. 0 passed; 0 failed; 0 ignored", "# fail 0"].map(str::to_owned);
        assert_eq!(tally(&lines).lines, ["# fail 0"]);
    }

    #[test]
    fn both_ways_of_node_to_say_it_are_read() {
        assert_eq!(counts("# tests 21\n# pass 20\n# fail 1\n# cancelled 0"), (20, 1));
        assert_eq!(counts("ℹ tests 5\nℹ pass 5\nℹ fail 0"), (5, 0));
    }

    #[test]
    fn playwright_is_read_through_its_colours() {
        let text = "\u{1b}[31m  1 failed\u{1b}[39m\n    [chromium] › a.spec.js\n\
                    \u{1b}[32m  3 passed\u{1b}[39m\u{1b}[2m (12.0s)\u{1b}[22m\n  2 did not run";
        assert_eq!(counts(text), (3, 3));
    }

    #[test]
    fn a_sentence_about_passing_is_no_closing_line() {
        assert_eq!(counts("12 passed the door\n# passing thoughts\n  many passed"), (0, 0));
    }
}
