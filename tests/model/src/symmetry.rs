//! Symmetry reduction: states that differ only in the numbering of equal parts count as one. It does
//! not matter which of two notifiers, relays, mails or independent bookings is the first.

use crate::protocol::{Protocol, Slots};
use crate::state::{Entry, Progress, Relay, State};

/// Chooses one of the states that differ from this one only in numbering; nearly always the same one.
pub(crate) fn representative(protocol: &Protocol, state: State) -> State {
    let mut state = state;
    if protocol.slots == Slots::Apart {
        let other = bookings_swapped(&state);
        state = state.min(other);
    }
    if protocol.limits.notifiers == 2 {
        let other = notifiers_swapped(&state);
        state = state.min(other);
    }
    if protocol.limits.mails == 2 {
        for event in 0..2 {
            let other = mails_swapped(&state, event);
            state = state.min(other);
        }
    }
    if protocol.limits.relays == 2 {
        state.relays.sort_unstable();
    }
    state
}

fn bookings_swapped(state: &State) -> State {
    let mut other = state.clone();
    other.requests.swap(0, 1);
    other.won.swap(0, 1);
    other.versions.swap(0, 1);
    other.claimed.swap(0, 1);
    other.events.swap(0, 1);
    for relay in &mut other.relays {
        *relay = match *relay {
            Relay::Idle => Relay::Idle,
            Relay::Read(event) => Relay::Read(1 - event),
            Relay::Published(event) => Relay::Published(1 - event),
        };
    }
    for works in &mut other.notifiers {
        works.swap(0, 1);
    }
    other
}

fn notifiers_swapped(state: &State) -> State {
    let mut other = state.clone();
    other.notifiers.swap(0, 1);
    for entry in other.events.iter_mut().flat_map(|event| &mut event.log) {
        rename(entry);
    }
    for work in other.notifiers.iter_mut().flatten().flatten() {
        for progress in &mut work.mails {
            if let Progress::ReadEntry(entry) = progress {
                rename(entry);
            }
        }
    }
    other
}

fn rename(entry: &mut Entry) {
    if let Entry::Leased(holder) | Entry::Expired(holder) = entry {
        *holder = 1 - *holder;
    }
}

fn mails_swapped(state: &State, event: usize) -> State {
    let mut other = state.clone();
    other.events[event].log.swap(0, 1);
    other.events[event].mails.swap(0, 1);
    for works in &mut other.notifiers {
        if let Some(work) = &mut works[event] {
            work.mails.swap(0, 1);
        }
    }
    other
}
