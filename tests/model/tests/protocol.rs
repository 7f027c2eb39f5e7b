//! The protocol as it is built holds, in every order of steps and with every process killed at any step; and
//! the checker is one that sees it if it does not.

use slotbook_model::{
    ALL_WELL, ANNOUNCED, Flaw, GIVEN_UP, KEPT, Limits, ONCE, ONE_HOLDER, Order, Protocol, REPLAYED,
    Slots, TRUE_LOG, TWICE,
};
use stateright::{Checker, HasDiscoveries, Model};
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::thread::available_parallelism;

/// What must hold; the rest must be possible.
const MUST_HOLD: [&str; 5] = [ONE_HOLDER, ANNOUNCED, KEPT, ONCE, TRUE_LOG];

/// Two relays, two notifiers, two crashes; and one mail of a booking, whose other mail may have
/// the message given back at any time.
const CHAIN: Limits =
    Limits { mails: 1, relays: 2, notifiers: 2, crashes: 2, mishaps: 1, replays: 0, deliveries: 2 };
/// Enough for each flaw to do harm.
const SMALL: Limits = Limits { relays: 1, crashes: 1, ..CHAIN };

#[test]
fn two_who_want_one_slot_end_with_one_booking_announced_and_mailed_whatever_goes_wrong() {
    let limits = Limits { deliveries: 3, ..CHAIN };
    holds(built(Slots::Same, limits), &[ALL_WELL, TWICE, GIVEN_UP]);
}

#[test]
fn two_slots_that_share_a_cell_end_with_one_booking_announced_and_mailed() {
    holds(built(Slots::Overlapping, CHAIN), &[ALL_WELL, TWICE, GIVEN_UP]);
}

#[test]
fn both_mails_of_a_booking_stand_alone() {
    let limits = Limits { mails: 2, mishaps: 0, ..CHAIN };
    holds(built(Slots::Same, limits), &[ALL_WELL, TWICE, GIVEN_UP]);
}

#[test]
fn two_bookings_that_have_nothing_to_do_with_one_another_do_not_get_in_each_others_way() {
    let limits = Limits { relays: 1, crashes: 1, mishaps: 0, ..CHAIN };
    holds(built(Slots::Apart, limits), &[ALL_WELL, TWICE, GIVEN_UP]);
}

#[test]
fn what_was_given_up_can_be_replayed() {
    let limits = Limits { relays: 1, crashes: 1, replays: 1, ..CHAIN };
    holds(built(Slots::Same, limits), &[ALL_WELL, TWICE, GIVEN_UP, REPLAYED]);
}

#[test]
fn each_flaw_is_found() {
    for (flaw, slots, broken) in [
        (Flaw::CheckThenInsert, Slots::Same, ONE_HOLDER),
        (Flaw::CheckThenInsert, Slots::Overlapping, ONE_HOLDER),
        (Flaw::NothingClaimed, Slots::Overlapping, ONE_HOLDER),
        (Flaw::OutboxBesideTheCommit, Slots::Same, ANNOUNCED),
        (Flaw::ForgottenBeforeAnnounced, Slots::Same, ANNOUNCED),
        (Flaw::NoRelay, Slots::Same, ANNOUNCED),
        (Flaw::AcknowledgedFirst, Slots::Same, KEPT),
        (Flaw::ClaimCountsAsSent, Slots::Same, KEPT),
        (Flaw::MarkedBeforeSent, Slots::Same, KEPT),
        (Flaw::MarkedBeforeSent, Slots::Same, TRUE_LOG),
        (Flaw::ClaimedBlindly, Slots::Same, ONCE),
    ] {
        let flawed = Protocol { flaw: Some(flaw), ..built(slots, Limits { mishaps: 0, ..SMALL }) };
        let enough = HasDiscoveries::AllOf(BTreeSet::from([broken]));
        let found = flawed.checker().finish_when(enough).spawn_bfs().join();
        let path = found.discovery(broken).map(|path| path.into_actions().len());
        say(&format!("{flaw:?}: \"{broken}\" is broken after {path:?} steps"));
        assert!(path.is_some(), "nobody noticed {flaw:?}");
    }
}

#[test]
fn leaving_out_orders_that_make_no_difference_hides_nothing() {
    let flaws = [
        None,
        Some(Flaw::CheckThenInsert),
        Some(Flaw::NothingClaimed),
        Some(Flaw::OutboxBesideTheCommit),
        Some(Flaw::ForgottenBeforeAnnounced),
        Some(Flaw::NoRelay),
        Some(Flaw::AcknowledgedFirst),
        Some(Flaw::ClaimCountsAsSent),
        Some(Flaw::MarkedBeforeSent),
        Some(Flaw::ClaimedBlindly),
    ];
    // Notifiers and relays alike have to get in each other's way; more of everything only takes longer.
    let limits = Limits { mishaps: 0, ..SMALL };
    for flaw in flaws {
        let found = |order| {
            let protocol = Protocol { flaw, order, ..built(Slots::Same, limits) };
            let found = protocol.checker().spawn_bfs().join().discoveries();
            found.into_keys().collect::<BTreeSet<_>>()
        };
        assert_eq!(found(Order::Reduced), found(Order::Every), "{flaw:?}");
    }
}

#[test]
fn the_system_comes_to_rest_whatever_happens() {
    let protocol = built(Slots::Same, SMALL);
    let mut seen = HashMap::new();
    for state in protocol.init_states() {
        // A state on a cycle back to itself would never reach its end.
        let mut way = vec![(state, None)];
        while let Some((state, next)) = way.pop() {
            let mut next: Vec<_> = next.unwrap_or_else(|| {
                seen.insert(state.clone(), Visit::OnTheWay);
                protocol.next_states(&state)
            });
            let Some(other) = next.pop() else {
                seen.insert(state, Visit::Left);
                continue;
            };
            way.push((state, Some(next)));
            match seen.get(&other) {
                Some(Visit::OnTheWay) => panic!("the system can go round for ever: {other:#?}"),
                Some(Visit::Left) => {}
                None => way.push((other, None)),
            }
        }
    }
    assert!(seen.len() > 1_000, "only {} states were looked at", seen.len());
}

#[derive(Clone, Copy)]
enum Visit {
    OnTheWay,
    Left,
}

/// The protocol without a flaw.
fn built(slots: Slots, limits: Limits) -> Protocol {
    Protocol { slots, limits, flaw: None, order: Order::Reduced }
}

/// Goes through all states: everything that must hold does, and this much is possible.
fn holds(protocol: Protocol, possible: &[&'static str]) {
    let threads = available_parallelism().map_or(1, std::num::NonZero::get);
    let checker = protocol.checker().threads(threads).spawn_bfs().join();
    let states = checker.unique_state_count();
    say(&format!("{states} states, at most {} steps: {protocol:?}", checker.max_depth()));
    let found = checker.discoveries();
    for name in MUST_HOLD {
        let broken = found.get(name).map(|path| path.clone().into_actions());
        assert!(broken.is_none(), "\"{name}\" does not hold: {broken:#?}");
    }
    for name in possible {
        assert!(found.contains_key(name), "the model is too narrow: never \"{name}\"");
    }
}

/// What a reader of the tests' output wants to know even of those that pass.
fn say(line: &str) {
    let told = writeln!(std::io::stderr(), "model: {line}");
    assert!(told.is_ok(), "nobody to tell");
}
