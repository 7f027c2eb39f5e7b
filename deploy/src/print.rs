//! Prints the plan.

use std::fmt::Write;

use crate::plan::{Change, State, Step};

/// All steps: `+` is created, `~` is changed, `=` stays, `!` cannot be changed.
pub fn plan(steps: &[Step]) -> String {
    let mut text = String::new();
    for (index, step) in steps.iter().enumerate() {
        text.push_str(&self::step(index + 1, step));
    }
    text.push_str(&summary(steps));
    text
}

fn step(number: usize, step: &Step) -> String {
    let mut text = format!("{} {number:>2}. {}: {}", sign(&step.state), step.name, step.desired);
    if let State::Different(how) | State::Wrong(how) = &step.state {
        write!(text, " ({how})").expect("writing to a string cannot fail");
    }
    text.push('\n');
    if !step.is_pending() {
        return text;
    }
    let mut line = |what: &str| {
        text.push_str("       ");
        text.push_str(what);
        text.push('\n');
    };
    line(step.reason);
    for change in &step.changes {
        line(&self::change(change));
    }
    if let Some(undo) = &step.undo {
        line(&format!("undo: {undo}"));
    }
    if let Some(costs) = step.costs {
        line(&format!("costs: {costs}"));
    }
    text
}

fn sign(state: &State) -> char {
    match state {
        State::Same => '=',
        State::Missing => '+',
        State::Different(_) => '~',
        State::Wrong(_) => '!',
    }
}

/// One change as a line.
pub fn change(change: &Change) -> String {
    match change {
        Change::Run(command) => format!("$ {command}"),
        Change::PushImage(reference) => format!("push {reference}"),
        Change::Probe(url) => format!("ask {url}, and go on if it answers 200"),
        Change::AssemblePage => "put the page together, with its /config.json".into(),
        Change::Wait => "wait until it is so".into(),
        Change::ByHand(lines) => format!("by hand: {}", lines.join(" ")),
    }
}

fn summary(steps: &[Step]) -> String {
    let count = |is: fn(&State) -> bool| steps.iter().filter(|it| is(&it.state)).count();
    format!(
        "\n{} to make, {} to change, {} as desired.\n",
        count(|it| *it == State::Missing),
        count(|it| matches!(it, State::Different(_) | State::Wrong(_))),
        count(|it| *it == State::Same),
    )
}
