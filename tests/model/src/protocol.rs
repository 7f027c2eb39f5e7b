//! What is checked: the parts, how much may go wrong, and what can be wrong with the protocol.

use crate::state::State;
use crate::{announcing, booking, delivering, faults, order, properties, symmetry};
use stateright::{Model, Property};

/// What the two requests ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slots {
    /// The same slot.
    Same,
    /// Two slots of one provider that share a cell of time.
    Overlapping,
    /// Two slots that have nothing to do with one another.
    Apart,
}

/// How much of everything there is.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many mails a booking makes: at most 2.
    pub mails: usize,
    /// How many relays there are: at most 2.
    pub relays: usize,
    /// How many notifiers there are: at most 2.
    pub notifiers: usize,
    /// How often a process dies.
    pub crashes: u8,
    /// How often something else goes wrong.
    pub mishaps: u8,
    /// How often a person replays what was given up.
    pub replays: u8,
    /// How often a message is delivered before it becomes a dead letter: at most 3.
    pub deliveries: u8,
}

/// A way to get the protocol wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The commit carries no preconditions: what was read before is believed.
    CheckThenInsert,
    /// The commit insists on the slot and the booking, and claims no time.
    NothingClaimed,
    /// The outbox document is written after the commit, not in it.
    OutboxBesideTheCommit,
    /// The outbox document is deleted before the broker has the event.
    ForgottenBeforeAnnounced,
    /// Nobody empties the outbox but the publisher.
    NoRelay,
    /// A message is acknowledged when it comes, not when its mails are settled.
    AcknowledgedFirst,
    /// A mail that was once taken in hand counts as sent.
    ClaimCountsAsSent,
    /// The log entry is written without a precondition.
    ClaimedBlindly,
    /// A mail counts as sent before the mail server has it.
    MarkedBeforeSent,
}

/// The protocol with so many parts and faults.
#[derive(Clone, Copy, Debug)]
pub struct Protocol {
    /// What is asked for.
    pub slots: Slots,
    /// How much there is of everything.
    pub limits: Limits,
    /// What is wrong with it; nothing in the one that is built.
    pub flaw: Option<Flaw>,
    /// Whether steps that commute are tried in one order only.
    pub order: Order,
}

/// In how many orders steps are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// In every order.
    Every,
    /// Steps that nobody else can notice or prevent come at once.
    Reduced,
}

/// One step of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A step of a request and its publisher.
    Booking(booking::Step),
    /// A step of a relay.
    Announcing(announcing::Step),
    /// A step of a notifier or of a lease.
    Delivering(delivering::Step),
    /// Something goes wrong, or a person helps.
    Fault(faults::Fault),
}

impl Protocol {
    /// The event that a request's booking makes: ids are derived, so two bookings of one slot
    /// would make the same.
    pub(crate) fn event(&self, request: usize) -> usize {
        if self.slots == Slots::Same { 0 } else { request }
    }

    /// The cell of time that a request's booking takes.
    pub(crate) fn cell(&self, request: usize) -> usize {
        if self.slots == Slots::Apart { request } else { 0 }
    }

    pub(crate) fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    /// What the system does by itself, as opposed to what happens to it.
    pub(crate) fn own_steps(&self, state: &State, actions: &mut Vec<Action>) {
        booking::steps(self, state, actions);
        announcing::steps(self, state, actions);
        delivering::steps(self, state, actions);
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State::new(&self.limits)]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        self.own_steps(state, actions);
        faults::possible(self, state, actions);
        if self.order == Order::Reduced {
            order::reduce(self, state, actions);
        }
    }

    fn next_state(&self, before: &State, action: Action) -> Option<State> {
        let mut state = before.clone();
        match action {
            Action::Booking(step) => booking::take(self, &mut state, step),
            Action::Announcing(step) => announcing::take(self, &mut state, step),
            Action::Delivering(step) => delivering::take(self, &mut state, step),
            Action::Fault(fault) => faults::strike(self, &mut state, fault),
        }
        Some(symmetry::representative(self, state))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all()
    }
}
