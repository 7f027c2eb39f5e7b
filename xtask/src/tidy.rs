//! `cargo xtask tidy`: the repository's own rules, which neither a compiler nor a linter knows. A
//! rule is a function from the files to a list of violations, each of which says what to do about
//! it.

mod contents;
mod documents;
mod source;

use anyhow::bail;

use crate::run::Run;
use crate::test::Tally;
use source::Source;

type Rule = (&'static str, fn(&[Source]) -> Vec<String>);

const RULES: &[Rule] = &[
    ("no file is too long", contents::no_file_is_too_long),
    ("every module says what it holds", contents::every_module_says_what_it_holds),
    ("lock files name no registry", contents::lock_files_name_no_registry),
    ("nothing names somebody's home", contents::nothing_names_a_home),
    ("documents name files that are there", documents::named_files_are_there),
];

/// Prints all violations and fails if there are any.
pub fn run(run: &Run) -> anyhow::Result<()> {
    let tally = check(run)?;
    println!("{}", tally.lines.join("\n"));
    if tally.failed > 0 {
        bail!("{} of {} rules do not hold", tally.failed, RULES.len());
    }
    Ok(())
}

/// Runs every rule as one check.
pub fn check(run: &Run) -> anyhow::Result<Tally> {
    let sources = source::all(&run.root)?;
    let tallies = RULES.iter().map(|(name, rule)| {
        let wrong = rule(&sources);
        for line in &wrong {
            println!("{line}");
        }
        if wrong.is_empty() {
            return Tally::passed(format!("{name}: holds"));
        }
        Tally::failed(format!("{name}: does not hold in {} places", wrong.len()))
    });
    Ok(tallies.fold(Tally::default(), Tally::and))
}
