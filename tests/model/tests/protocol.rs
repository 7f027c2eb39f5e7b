//! The protocol as it is implemented holds in every order of steps, with every process killed at any
//! step. Deliberate flaws show that the checker would notice if it did not.

use slotbook_model::{
    ALL_SENT, ANNOUNCED, DEAD_LETTER, Flaw, LOG_IS_TRUE, Limits, NO_MAIL_LOST, ONE_HOLDER, Order,
    Protocol, REPLAY_SENT, SENT_ONCE, SENT_TWICE, Slots,
};
use stateright::{Checker, HasDiscoveries, Model};
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::thread::available_parallelism;

/// What must hold; the rest must be possible.
const MUST_HOLD: [&str; 5] = [ONE_HOLDER, ANNOUNCED, NO_MAIL_LOST, SENT_ONCE, LOG_IS_TRUE];

/// Two relays, two notifiers, two crashes; and one mail of a booking. The booking's other mail is
/// represented by a message that may be returned at any time.
const CHAIN: Limits =
    Limits { mails: 1, relays: 2, notifiers: 2, crashes: 2, errors: 1, replays: 0, deliveries: 2 };
/// Enough for each flaw to show.
const SMALL: Limits = Limits { relays: 1, crashes: 1, ..CHAIN };

#[test]
fn two_requests_for_one_slot_end_with_one_booking_announced_and_mailed_despite_any_fault() {
    let limits = Limits { deliveries: 3, ..CHAIN };
    check(unflawed(Slots::Same, limits), &[ALL_SENT, SENT_TWICE, DEAD_LETTER]);
}

#[test]
fn two_slots_that_share_a_cell_end_with_one_booking_announced_and_mailed() {
    check(unflawed(Slots::Overlapping, CHAIN), &[ALL_SENT, SENT_TWICE, DEAD_LETTER]);
}

#[test]
fn the_two_mails_of_a_booking_are_independent() {
    let limits = Limits { mails: 2, errors: 0, ..CHAIN };
    check(unflawed(Slots::Same, limits), &[ALL_SENT, SENT_TWICE, DEAD_LETTER]);
}

#[test]
fn two_independent_bookings_do_not_interfere() {
    let limits = Limits { relays: 1, crashes: 1, errors: 0, ..CHAIN };
    check(unflawed(Slots::Apart, limits), &[ALL_SENT, SENT_TWICE, DEAD_LETTER]);
}

#[test]
fn a_failed_mail_can_be_replayed() {
    let limits = Limits { relays: 1, crashes: 1, replays: 1, ..CHAIN };
    check(unflawed(Slots::Same, limits), &[ALL_SENT, SENT_TWICE, DEAD_LETTER, REPLAY_SENT]);
}

#[test]
fn each_flaw_is_found() {
    for (flaw, slots, broken) in [
        (Flaw::CheckThenInsert, Slots::Same, ONE_HOLDER),
        (Flaw::CheckThenInsert, Slots::Overlapping, ONE_HOLDER),
        (Flaw::NoClaims, Slots::Overlapping, ONE_HOLDER),
        (Flaw::OutboxOutsideCommit, Slots::Same, ANNOUNCED),
        (Flaw::DeletedBeforePublished, Slots::Same, ANNOUNCED),
        (Flaw::NoRelay, Slots::Same, ANNOUNCED),
        (Flaw::AcknowledgedEarly, Slots::Same, NO_MAIL_LOST),
        (Flaw::ClaimCountsAsSent, Slots::Same, NO_MAIL_LOST),
        (Flaw::RecordedBeforeSent, Slots::Same, NO_MAIL_LOST),
        (Flaw::RecordedBeforeSent, Slots::Same, LOG_IS_TRUE),
        (Flaw::ClaimWithoutPrecondition, Slots::Same, SENT_ONCE),
    ] {
        let flawed =
            Protocol { flaw: Some(flaw), ..unflawed(slots, Limits { errors: 0, ..SMALL }) };
        let enough = HasDiscoveries::AllOf(BTreeSet::from([broken]));
        let found = flawed.checker().finish_when(enough).spawn_bfs().join();
        let path = found.discovery(broken).map(|path| path.into_actions().len());
        print_line(&format!("{flaw:?}: \"{broken}\" is broken after {path:?} steps"));
        assert!(path.is_some(), "{flaw:?} was not found");
    }
}

#[test]
fn the_reduced_order_finds_the_same_as_every_order() {
    let flaws = [
        None,
        Some(Flaw::CheckThenInsert),
        Some(Flaw::NoClaims),
        Some(Flaw::OutboxOutsideCommit),
        Some(Flaw::DeletedBeforePublished),
        Some(Flaw::NoRelay),
        Some(Flaw::AcknowledgedEarly),
        Some(Flaw::ClaimCountsAsSent),
        Some(Flaw::RecordedBeforeSent),
        Some(Flaw::ClaimWithoutPrecondition),
    ];
    // Two notifiers are enough for conflicts; larger limits only take longer.
    let limits = Limits { errors: 0, ..SMALL };
    for flaw in flaws {
        let found = |order| {
            let protocol = Protocol { flaw, order, ..unflawed(Slots::Same, limits) };
            let found = protocol.checker().spawn_bfs().join().discoveries();
            found.into_keys().collect::<BTreeSet<_>>()
        };
        assert_eq!(found(Order::Reduced), found(Order::Every), "{flaw:?}");
    }
}

#[test]
fn the_system_comes_to_rest_whatever_happens() {
    let protocol = unflawed(Slots::Same, SMALL);
    let mut seen = HashMap::new();
    for state in protocol.init_states() {
        // Depth-first search: a state that is reached again while it is in progress is on a cycle.
        let mut path = vec![(state, None)];
        while let Some((state, next)) = path.pop() {
            let mut next: Vec<_> = next.unwrap_or_else(|| {
                seen.insert(state.clone(), Visit::InProgress);
                protocol.next_states(&state)
            });
            let Some(other) = next.pop() else {
                seen.insert(state, Visit::Finished);
                continue;
            };
            path.push((state, Some(next)));
            match seen.get(&other) {
                Some(Visit::InProgress) => panic!("the system never comes to rest: {other:#?}"),
                Some(Visit::Finished) => {}
                None => path.push((other, None)),
            }
        }
    }
    assert!(seen.len() > 1_000, "only {} states were visited", seen.len());
}

#[derive(Clone, Copy)]
enum Visit {
    InProgress,
    Finished,
}

/// The protocol without a flaw.
fn unflawed(slots: Slots, limits: Limits) -> Protocol {
    Protocol { slots, limits, flaw: None, order: Order::Reduced }
}

/// Visits all states, and checks that all of `MUST_HOLD` holds and all of `possible` occurs.
fn check(protocol: Protocol, possible: &[&'static str]) {
    let threads = available_parallelism().map_or(1, std::num::NonZero::get);
    let checker = protocol.checker().threads(threads).spawn_bfs().join();
    let states = checker.unique_state_count();
    print_line(&format!("{states} states, at most {} steps: {protocol:?}", checker.max_depth()));
    let found = checker.discoveries();
    for name in MUST_HOLD {
        let broken = found.get(name).map(|path| path.clone().into_actions());
        assert!(broken.is_none(), "\"{name}\" does not hold: {broken:#?}");
    }
    for name in possible {
        assert!(found.contains_key(name), "the model is too narrow: never \"{name}\"");
    }
}

/// Prints a line that is shown even if the test passes.
fn print_line(line: &str) {
    let written = writeln!(std::io::stderr(), "model: {line}");
    assert!(written.is_ok(), "stderr is closed");
}
