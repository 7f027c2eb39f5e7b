//! What is checked: the parts of the system, the number of faults, and deliberate flaws.

use crate::state::State;
use crate::{announcing, booking, delivering, faults, order, properties, symmetry};
use stateright::{Model, Property};

/// Which slots the two requests ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slots {
    /// The same slot.
    Same,
    /// Two slots of one provider that share a cell of time.
    Overlapping,
    /// Two independent slots.
    Apart,
}

/// How many parts there are, and how many faults.
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
    /// How many other faults occur.
    pub errors: u8,
    /// How often a person replays failed mails.
    pub replays: u8,
    /// How often a message is delivered before it becomes a dead letter: at most 3.
    pub deliveries: u8,
}

/// A deliberate flaw in the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The commit has no preconditions and relies on what was read before.
    CheckThenInsert,
    /// The commit has preconditions for the slot and the booking, but claims no time.
    NoClaims,
    /// The outbox document is written after the commit instead of in it.
    OutboxOutsideCommit,
    /// The outbox document is deleted before the broker has the event.
    DeletedBeforePublished,
    /// Only the publisher empties the outbox.
    NoRelay,
    /// A message is acknowledged when it arrives, not when its mails are done.
    AcknowledgedEarly,
    /// A mail that was ever claimed counts as sent.
    ClaimCountsAsSent,
    /// The log entry is written without a precondition.
    ClaimWithoutPrecondition,
    /// A mail is recorded as sent before the mail server has it.
    RecordedBeforeSent,
}

/// The protocol with a given number of parts and faults.
#[derive(Clone, Copy, Debug)]
pub struct Protocol {
    /// Which slots the requests ask for.
    pub slots: Slots,
    /// How many parts there are, and how many faults.
    pub limits: Limits,
    /// The deliberate flaw; `None` for the protocol as it is implemented.
    pub flaw: Option<Flaw>,
    /// Whether steps that commute are tried in one order only.
    pub order: Order,
}

/// In which orders steps are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// In every order.
    Every,
    /// Steps that no other part can notice or prevent come first.
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
    /// A fault, or a replay by a person.
    Fault(faults::Fault),
}

impl Protocol {
    /// The event of a request's booking. Ids are derived, so two bookings of one slot have the same
    /// event.
    pub(crate) fn event(&self, request: usize) -> usize {
        if self.slots == Slots::Same { 0 } else { request }
    }

    /// The cell of time that a request's booking claims.
    pub(crate) fn cell(&self, request: usize) -> usize {
        if self.slots == Slots::Apart { request } else { 0 }
    }

    pub(crate) fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    /// The steps that the system takes by itself, without the faults.
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
            Action::Booking(step) => booking::apply(self, &mut state, step),
            Action::Announcing(step) => announcing::apply(self, &mut state, step),
            Action::Delivering(step) => delivering::apply(self, &mut state, step),
            Action::Fault(fault) => faults::apply(self, &mut state, fault),
        }
        Some(symmetry::representative(self, state))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all()
    }
}
