//! The way from choosing a slot to having it.

use super::failure::Failure;
use slotbook_contract::{DateTimeSlot, ProblemCode, SlotStatus};

/// What a person sees when the booking is made.
pub const BOOKED_MESSAGE: &str = "Booking confirmed – email sent";

/// Where the person is on the way.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// No slot is chosen.
    Looking,
    /// A slot is chosen and waits for somebody to sign in.
    AwaitingAccount(DateTimeSlot),
    /// The slot is shown and waits to be confirmed.
    Choosing(DateTimeSlot, Option<Trouble>),
    /// The booking is on its way.
    Confirming(DateTimeSlot),
    /// The booking is made.
    Confirmed(DateTimeSlot),
}

/// Why the last try to book did not end in a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The slot cannot be had.
    Lost(String),
    /// Something else; the same slot may be tried again.
    Unsettled(String),
}

/// What can happen on the way.
#[derive(Clone, Debug, PartialEq)]
pub enum BookingAction {
    /// A slot was chosen by somebody who is signed in.
    Chosen(DateTimeSlot),
    /// A slot was chosen by a visitor.
    ChosenByVisitor(DateTimeSlot),
    /// The visitor has signed in.
    SignedIn,
    /// The visitor would rather not sign in.
    Abandoned,
    /// The person turned away from the slot.
    Closed,
    /// The person wants it.
    Confirmed,
    /// The API gave it to them.
    Made,
    /// It did not.
    Failed(Failure),
    /// The message about the booking was put away.
    Acknowledged,
}

/// One person's way to a booking.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingState {
    step: Step,
    message: Option<&'static str>,
}

impl Default for BookingState {
    fn default() -> Self {
        Self { step: Step::Looking, message: None }
    }
}

impl BookingState {
    /// The state after `action`; one that does not fit the step changes nothing.
    #[must_use]
    pub fn after(self, action: BookingAction) -> Self {
        let Self { step, message } = self;
        match (action, step) {
            (BookingAction::Acknowledged, step) => Self { step, message: None },
            // A booking on its way is waited for: neither closed nor sent a second time.
            (BookingAction::Made, Step::Confirming(slot)) => {
                Self { step: Step::Confirmed(slot), message: Some(BOOKED_MESSAGE) }
            }
            (BookingAction::Failed(failure), Step::Confirming(slot)) => {
                Self { step: Step::Choosing(slot, Some(Trouble::from(&failure))), message }
            }
            (_, step @ Step::Confirming(_)) => Self { step, message },
            (BookingAction::Chosen(slot), _) => {
                Self { step: Step::Choosing(slot, None), message: None }
            }
            (BookingAction::ChosenByVisitor(slot), _) => {
                Self { step: Step::AwaitingAccount(slot), message: None }
            }
            (BookingAction::SignedIn, Step::AwaitingAccount(slot)) => {
                Self { step: Step::Choosing(slot, None), message }
            }
            (BookingAction::Confirmed, Step::Choosing(slot, _)) => {
                Self { step: Step::Confirming(slot), message }
            }
            (BookingAction::Abandoned, Step::AwaitingAccount(_)) | (BookingAction::Closed, _) => {
                Self { step: Step::Looking, message }
            }
            (_, step) => Self { step, message },
        }
    }

    /// Where the person is.
    pub fn step(&self) -> &Step {
        &self.step
    }

    /// What to tell them about a booking that was made.
    pub fn message(&self) -> Option<&'static str> {
        self.message
    }

    /// The slot that is shown to be confirmed.
    pub fn slot_in_question(&self) -> Option<DateTimeSlot> {
        match self.step {
            Step::Choosing(slot, _) | Step::Confirming(slot) | Step::Confirmed(slot) => Some(slot),
            Step::Looking | Step::AwaitingAccount(_) => None,
        }
    }

    /// The slot in question with the status it has by now, `known` from the calendar.
    ///
    /// While a booking is on its way, or it is not known what became of it, a slot that turned
    /// booked is most likely this person's own: it stays as it was chosen, so that they can ask
    /// again, which never books twice.
    pub fn slot_by_now(&self, known: Option<DateTimeSlot>) -> Option<DateTimeSlot> {
        let chosen = self.slot_in_question()?;
        match &self.step {
            Step::Choosing(_, Some(Trouble::Lost(_))) => {
                Some(DateTimeSlot { status: SlotStatus::Booked, ..chosen })
            }
            Step::Choosing(_, None) => Some(known.unwrap_or(chosen)),
            _ => Some(chosen),
        }
    }

    /// What went wrong with the last try.
    pub fn error_message(&self) -> Option<&str> {
        match &self.step {
            Step::Choosing(_, Some(Trouble::Lost(text) | Trouble::Unsettled(text))) => Some(text),
            _ => None,
        }
    }
}

impl From<&Failure> for Trouble {
    fn from(failure: &Failure) -> Self {
        match failure.code() {
            Some(
                ProblemCode::SlotAlreadyBooked
                | ProblemCode::SlotUnavailable
                | ProblemCode::SlotInPast
                | ProblemCode::SlotNotFound
                | ProblemCode::ServiceNotFound,
            ) => Self::Lost(failure.sentence()),
            Some(ProblemCode::Unauthenticated) => Self::Unsettled(
                "Your sign-in has expired. Sign out, sign in again and choose the slot once more."
                    .to_owned(),
            ),
            Some(_) => Self::Unsettled(failure.sentence()),
            None => Self::Unsettled(
                "No answer came, so it is not certain that the slot is yours. Check your \
                 connection and press Confirm Booking again: a slot is never booked twice."
                    .to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::failure::samples::refused;

    fn slot() -> DateTimeSlot {
        crate::state::placed::samples::slot("2026-12-01", "10:00", SlotStatus::Available)
    }

    fn turned(status: SlotStatus) -> DateTimeSlot {
        DateTimeSlot { status, ..slot() }
    }

    fn replay(actions: impl IntoIterator<Item = BookingAction>) -> BookingState {
        actions.into_iter().fold(BookingState::default(), BookingState::after)
    }

    fn confirming() -> BookingState {
        replay([BookingAction::Chosen(slot()), BookingAction::Confirmed])
    }

    #[test]
    fn a_visitor_signs_in_and_carries_on_with_the_same_slot() {
        let waiting = replay([BookingAction::ChosenByVisitor(slot())]);
        assert_eq!(waiting.slot_in_question(), None);
        let back = waiting.after(BookingAction::SignedIn);
        assert_eq!(back.step(), &Step::Choosing(slot(), None));
    }

    #[test]
    fn a_visitor_who_turns_away_from_signing_in_is_looking_again() {
        let state = replay([BookingAction::ChosenByVisitor(slot()), BookingAction::Abandoned]);
        assert_eq!(state.after(BookingAction::SignedIn).step(), &Step::Looking);
    }

    #[test]
    fn a_slot_in_question_is_not_forgotten_when_somebody_signs_out() {
        let choosing = replay([BookingAction::Chosen(slot())]);
        assert_eq!(choosing.clone().after(BookingAction::Abandoned), choosing);
    }

    #[test]
    fn a_booking_made_is_told_until_put_away() {
        let made = confirming().after(BookingAction::Made);
        assert_eq!(made.step(), &Step::Confirmed(slot()));
        let closed = made.after(BookingAction::Closed);
        assert_eq!((closed.step(), closed.message()), (&Step::Looking, Some(BOOKED_MESSAGE)));
        assert_eq!(closed.after(BookingAction::Acknowledged).message(), None);
    }

    #[test]
    fn a_booking_on_its_way_is_neither_closed_nor_sent_twice() {
        for action in
            [BookingAction::Closed, BookingAction::Confirmed, BookingAction::Chosen(slot())]
        {
            assert_eq!(confirming().after(action.clone()), confirming(), "{action:?}");
        }
    }

    #[test]
    fn a_lost_race_is_said_and_cannot_be_confirmed_again() {
        let lost = refused(ProblemCode::SlotAlreadyBooked, None);
        let state = confirming().after(BookingAction::Failed(lost));
        assert_eq!(state.error_message(), Some("Slot just got booked by another user."));
        let by_now = state.slot_by_now(Some(slot())).unwrap();
        assert_eq!(by_now.status, SlotStatus::Booked, "even if the calendar is behind");
    }

    #[test]
    fn an_answer_that_never_came_can_be_asked_for_again() {
        let state = confirming().after(BookingAction::Failed(Failure::Unreachable));
        assert!(state.error_message().is_some_and(|text| text.contains("Confirm Booking again")));
        let by_now = state.slot_by_now(Some(turned(SlotStatus::Booked))).unwrap();
        assert_eq!(by_now.status, SlotStatus::Available, "it may be this person's own");
        assert_eq!(state.after(BookingAction::Confirmed), confirming());
    }

    #[test]
    fn a_slot_taken_or_closed_under_the_open_modal_shows_as_it_is_now() {
        let choosing = replay([BookingAction::Chosen(slot())]);
        for status in [SlotStatus::Booked, SlotStatus::Unavailable] {
            assert_eq!(choosing.slot_by_now(Some(turned(status))), Some(turned(status)));
        }
    }

    #[test]
    fn ones_own_booking_seen_before_the_answer_is_nobody_elses() {
        let by_now = confirming().slot_by_now(Some(turned(SlotStatus::Booked)));
        assert_eq!(by_now, Some(slot()));
    }
}
