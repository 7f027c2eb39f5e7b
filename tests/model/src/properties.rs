//! What must hold, and what must be possible lest the rest hold for nothing.
//!
//! What must happen in the end is asked of states in which the system has nothing left to do by
//! itself. Every step of its own uses something up, so it always gets to such a state; and
//! `stateright` looks into each of them, which its `eventually` would not on joining paths.

use crate::protocol::{Protocol, Slots};
use crate::state::{Entry, Event, State};
use stateright::Property;

/// No two bookings hold one cell of a provider's time.
pub const ONE_HOLDER: &str = "a cell has one holder";
/// A committed booking is announced in the end.
pub const ANNOUNCED: &str = "a booking is announced";
/// Each of its mails is sent in the end, or kept where a person can replay it.
pub const KEPT: &str = "no mail is lost";
/// A mail goes out once more only for a fault between sending and marking.
pub const ONCE: &str = "a mail goes out once";
/// What the log calls sent, the mail server has taken.
pub const TRUE_LOG: &str = "the log is true";
/// Everything can go well, with every booking that the slots allow.
pub const ALL_WELL: &str = "all mails of all bookings can be sent";
/// The exception to [`ONCE`] is met.
pub const TWICE: &str = "a fault can have a mail sent twice";
/// A message can run out of deliveries.
pub const GIVEN_UP: &str = "a message can become a dead letter";

/// What was given up and replayed can be sent after all.
pub const REPLAYED: &str = "a replayed mail can be sent";

pub(crate) fn all() -> Vec<Property<Protocol>> {
    vec![
        Property::always(ONE_HOLDER, one_holder),
        Property::always(ANNOUNCED, |protocol, state| {
            in_the_end(protocol, state, |it, _| it.announced)
        }),
        Property::always(KEPT, |protocol, state| in_the_end(protocol, state, is_kept)),
        Property::always(ONCE, |_, state| mails(state).all(|(_, mail)| mail.surplus <= 1)),
        Property::always(TRUE_LOG, |_, state| {
            mails(state).all(|(entry, mail)| *entry != Entry::Sent || mail.arrivals > 0)
        }),
        Property::sometimes(ALL_WELL, all_well),
        Property::sometimes(TWICE, |_, state| mails(state).any(|(_, mail)| mail.arrivals > 1)),
        Property::sometimes(GIVEN_UP, |_, state: &State| {
            state.events.iter().any(|event| event.dead)
        }),
        Property::sometimes(REPLAYED, |protocol: &Protocol, state: &State| {
            state.replays < protocol.limits.replays && all_well(protocol, state)
        }),
    ]
}

fn mails(state: &State) -> impl Iterator<Item = (&Entry, &crate::state::Mail)> {
    state.events.iter().flat_map(|event| event.log.iter().zip(&event.mails))
}

fn one_holder(protocol: &Protocol, state: &State) -> bool {
    protocol.slots == Slots::Apart || state.won != [true; 2]
}

/// Whether this holds for the events of all bookings once the system comes to rest.
fn in_the_end(
    protocol: &Protocol,
    state: &State,
    holds: impl Fn(&Event, &Protocol) -> bool,
) -> bool {
    let mut own = Vec::new();
    protocol.own_steps(state, &mut own);
    let mut events = (0..2).filter(|it| state.won[*it]).map(|it| &state.events[protocol.event(it)]);
    !own.is_empty() || events.all(|event| holds(event, protocol))
}

/// Sent, or given up in the log, where it can be replayed.
fn is_kept(event: &Event, protocol: &Protocol) -> bool {
    let mut mails = event.log.iter().zip(&event.mails).take(protocol.limits.mails);
    mails.all(|(entry, mail)| match entry {
        Entry::Failed => true,
        _ => mail.arrivals > 0,
    })
}

fn all_well(protocol: &Protocol, state: &State) -> bool {
    let wanted = if protocol.slots == Slots::Apart { 2 } else { 1 };
    let sent = |event: &&Event| {
        event.log.iter().take(protocol.limits.mails).all(|entry| *entry == Entry::Sent)
    };
    state.events.iter().filter(sent).count() == wanted
}
