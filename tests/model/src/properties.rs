//! What must hold, and what must be possible; without the latter, the former could hold only because
//! nothing happens.
//!
//! What must happen in the end is checked in the states in which the system has no step of its own
//! left. Each of its own steps uses something up, so it always reaches such a state, and
//! `stateright` checks every one of them. Its `eventually` would miss some, where paths join.

use crate::protocol::{Protocol, Slots};
use crate::state::{Entry, Event, State};
use stateright::Property;

/// No cell of a provider's time is claimed by two bookings.
pub const ONE_HOLDER: &str = "a cell has one holder";
/// Every committed booking is announced in the end.
pub const ANNOUNCED: &str = "a booking is announced";
/// Each mail of a booking is sent in the end, or logged as failed, so that a person can replay it.
pub const NO_MAIL_LOST: &str = "no mail is lost";
/// A mail is sent more than once only because of a fault between sending and recording it.
pub const SENT_ONCE: &str = "a mail is sent once";
/// Every mail that the log calls sent was accepted by the mail server.
pub const LOG_IS_TRUE: &str = "the log is true";
/// All mails can be sent, of as many bookings as the slots allow.
pub const ALL_SENT: &str = "all mails of all bookings can be sent";
/// The exception to [`SENT_ONCE`] occurs.
pub const SENT_TWICE: &str = "a fault can cause a mail to be sent twice";
/// A message can run out of deliveries.
pub const DEAD_LETTER: &str = "a message can become a dead letter";
/// A failed mail that is replayed can be sent.
pub const REPLAY_SENT: &str = "a replayed mail can be sent";

pub(crate) fn all() -> Vec<Property<Protocol>> {
    vec![
        Property::always(ONE_HOLDER, one_holder),
        Property::always(ANNOUNCED, |protocol, state| {
            in_the_end(protocol, state, |it, _| it.announced)
        }),
        Property::always(NO_MAIL_LOST, |protocol, state| {
            in_the_end(protocol, state, is_sent_or_failed)
        }),
        Property::always(SENT_ONCE, |_, state| mails(state).all(|(_, mail)| mail.surplus <= 1)),
        Property::always(LOG_IS_TRUE, |_, state| {
            mails(state).all(|(entry, mail)| *entry != Entry::Sent || mail.arrivals > 0)
        }),
        Property::sometimes(ALL_SENT, all_sent),
        Property::sometimes(SENT_TWICE, |_, state| mails(state).any(|(_, mail)| mail.arrivals > 1)),
        Property::sometimes(DEAD_LETTER, |_, state: &State| {
            state.events.iter().any(|event| event.dead)
        }),
        Property::sometimes(REPLAY_SENT, |protocol: &Protocol, state: &State| {
            state.replays < protocol.limits.replays && all_sent(protocol, state)
        }),
    ]
}

fn mails(state: &State) -> impl Iterator<Item = (&Entry, &crate::state::Mail)> {
    state.events.iter().flat_map(|event| event.log.iter().zip(&event.mails))
}

fn one_holder(protocol: &Protocol, state: &State) -> bool {
    protocol.slots == Slots::Apart || state.won != [true; 2]
}

/// Whether `holds` is true for the events of all bookings, if the system has no step of its own left.
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

/// Whether each mail was sent, or failed in the log, where it can be replayed.
fn is_sent_or_failed(event: &Event, protocol: &Protocol) -> bool {
    let mut mails = event.log.iter().zip(&event.mails).take(protocol.limits.mails);
    mails.all(|(entry, mail)| match entry {
        Entry::Failed => true,
        _ => mail.arrivals > 0,
    })
}

fn all_sent(protocol: &Protocol, state: &State) -> bool {
    let wanted = if protocol.slots == Slots::Apart { 2 } else { 1 };
    let sent = |event: &&Event| {
        event.log.iter().take(protocol.limits.mails).all(|entry| *entry == Entry::Sent)
    };
    state.events.iter().filter(sent).count() == wanted
}
