//! The way from choosing a slot to having it.

use super::State;
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
    Choosing(DateTimeSlot, Option<BookingFailure>),
    /// The booking is being made.
    Confirming(DateTimeSlot),
    /// The booking is made.
    Confirmed(DateTimeSlot),
}

/// Why the last try to book did not end in a booking.
#[derive(Clone, Debug, PartialEq)]
pub enum BookingFailure {
    /// The slot cannot be had; these of the same service are near it and were free a moment ago.
    Lost(String, Vec<DateTimeSlot>),
    /// Something else; the same slot may be tried again.
    Unsettled(String),
}

/// Who has the chosen slot, if it became booked while the person was deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotHolder {
    /// It is not known yet, or cannot be known.
    Unknown,
    /// The person themselves, in another tab or on another device.
    Oneself,
    /// Somebody else.
    SomeoneElse,
}

impl SlotHolder {
    /// Whether it is the person themselves, if that is known.
    pub fn is_oneself(self) -> Option<bool> {
        match self {
            Self::Unknown => None,
            Self::Oneself => Some(true),
            Self::SomeoneElse => Some(false),
        }
    }
}

/// What can happen on the way.
#[derive(Clone, Debug, PartialEq)]
pub enum BookingAction {
    /// A signed-in person chose a slot.
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
    /// No answer came yet, and it is asked for again.
    AskedAgain,
    /// The chosen slot became booked, and it is known who has it.
    HolderFound(DateTimeSlot, SlotHolder),
    /// The API gave it to them.
    Made,
    /// It did not.
    Failed(Failure),
    /// The message about the booking was dismissed.
    Acknowledged,
}

/// One person's way to a booking.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingState {
    step: Step,
    /// The slot of the booking that was made last, until the person has read of it.
    made: Option<DateTimeSlot>,
    /// Whether the booking request was sent more than once.
    takes_long: bool,
    holder: SlotHolder,
}

impl Default for BookingState {
    fn default() -> Self {
        let (step, holder) = (Step::Looking, SlotHolder::Unknown);
        Self { step, made: None, takes_long: false, holder }
    }
}

impl State for BookingState {
    type Action = BookingAction;

    /// The state after `action`; one that does not fit the step changes nothing.
    fn after(mut self, action: BookingAction) -> Self {
        if action == BookingAction::Acknowledged {
            self.made = None;
            return self;
        }
        if let BookingAction::HolderFound(slot, holder) = action {
            if self.step == Step::Choosing(slot, None) {
                self.holder = holder;
            }
            return self;
        }
        let asked_again = action == BookingAction::AskedAgain;
        let (step, made) = Self::step_after(self.step.clone(), self.made, action);
        let takes_long = matches!(step, Step::Confirming(_)) && (self.takes_long || asked_again);
        let holder = if step == self.step { self.holder } else { SlotHolder::Unknown };
        Self { step, made, takes_long, holder }
    }
}

impl BookingState {
    fn step_after(
        step: Step,
        made: Option<DateTimeSlot>,
        action: BookingAction,
    ) -> (Step, Option<DateTimeSlot>) {
        match (action, step) {
            // While a booking is being made, the modal is not closed and nothing is sent again.
            (BookingAction::Made, Step::Confirming(slot)) => (Step::Confirmed(slot), Some(slot)),
            (BookingAction::Failed(failure), Step::Confirming(slot))
                if failure.sign_in_reason().is_some() =>
            {
                (Step::AwaitingAccount(slot), made)
            }
            (BookingAction::Failed(failure), Step::Confirming(slot)) => {
                (Step::Choosing(slot, Some(BookingFailure::from(&failure))), made)
            }
            (_, step @ Step::Confirming(_)) => (step, made),
            (BookingAction::Chosen(slot), _) => (Step::Choosing(slot, None), None),
            (BookingAction::ChosenByVisitor(slot), _) => (Step::AwaitingAccount(slot), None),
            (BookingAction::SignedIn, Step::AwaitingAccount(slot)) => {
                (Step::Choosing(slot, None), made)
            }
            (BookingAction::Confirmed, Step::Choosing(slot, _)) => (Step::Confirming(slot), made),
            (BookingAction::Abandoned, Step::AwaitingAccount(_)) | (BookingAction::Closed, _) => {
                (Step::Looking, made)
            }
            (_, step) => (step, made),
        }
    }

    /// Where the person is.
    pub fn step(&self) -> &Step {
        &self.step
    }

    /// The slot of the booking that was made last, until the person has read of it.
    pub fn made(&self) -> Option<DateTimeSlot> {
        self.made
    }

    /// The slot that is shown to be confirmed.
    pub fn slot_in_question(&self) -> Option<DateTimeSlot> {
        match self.step {
            Step::Choosing(slot, _) | Step::Confirming(slot) | Step::Confirmed(slot) => Some(slot),
            Step::Looking | Step::AwaitingAccount(_) => None,
        }
    }

    /// The chosen slot with its current status, `known` from the calendar.
    ///
    /// While a booking is on its way, or it is not known what became of it, a slot that turned
    /// booked is most likely this person's own: it stays as it was chosen, so that they can ask
    /// again, which never books twice.
    pub fn slot_by_now(&self, known: Option<DateTimeSlot>) -> Option<DateTimeSlot> {
        let chosen = self.slot_in_question()?;
        match &self.step {
            Step::Choosing(_, Some(BookingFailure::Lost(..))) => {
                Some(DateTimeSlot { status: SlotStatus::Booked, ..chosen })
            }
            Step::Choosing(_, None) => Some(known.unwrap_or(chosen)),
            _ => Some(chosen),
        }
    }

    /// The slot in question, if it turned booked while the person was still deciding; `known` as
    /// in [`Self::slot_by_now`]. It may be their own booking, made in another tab.
    pub fn slot_booked_meanwhile(&self, known: Option<DateTimeSlot>) -> Option<DateTimeSlot> {
        let is_booked = known.is_some_and(|known| known.status == SlotStatus::Booked);
        match self.step {
            Step::Choosing(slot, None) if is_booked => Some(slot),
            _ => None,
        }
    }

    /// Who has the slot that became booked.
    pub fn holder(&self) -> SlotHolder {
        self.holder
    }

    /// What went wrong with the last try.
    pub fn error_message(&self) -> Option<&str> {
        match &self.step {
            Step::Choosing(
                _,
                Some(BookingFailure::Lost(text, _) | BookingFailure::Unsettled(text)),
            ) => Some(text),
            _ => None,
        }
    }

    /// What can be had instead of a slot that was lost.
    pub fn alternatives(&self) -> &[DateTimeSlot] {
        match &self.step {
            Step::Choosing(_, Some(BookingFailure::Lost(_, alternatives))) => alternatives,
            _ => &[],
        }
    }

    /// Whether the answer to the booking is late.
    pub fn takes_long(&self) -> bool {
        self.takes_long
    }
}

impl From<&Failure> for BookingFailure {
    fn from(failure: &Failure) -> Self {
        match failure.code() {
            Some(
                ProblemCode::SlotAlreadyBooked
                | ProblemCode::SlotUnavailable
                | ProblemCode::SlotInPast
                | ProblemCode::SlotNotFound
                | ProblemCode::ServiceNotFound,
            ) => Self::Lost(failure.sentence(), failure.alternatives()),
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
    use crate::failure::samples::refused;
    use chrono::{NaiveDate, TimeDelta};
    use slotbook_contract::WallTime;

    /// A slot of half an hour in a zone that goes by UTC.
    fn slot_at(time: &str) -> DateTimeSlot {
        let (date, status) = ("2026-12-01".parse::<NaiveDate>().unwrap(), SlotStatus::Available);
        let time: WallTime = time.parse().unwrap();
        let starts_at = date.and_time(time.as_naive()).and_utc();
        DateTimeSlot { date, time, status, starts_at, ends_at: starts_at + TimeDelta::minutes(30) }
    }

    fn slot() -> DateTimeSlot {
        slot_at("10:00")
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
        assert_eq!(closed.step(), &Step::Looking);
        assert!(closed.made().is_some());
        assert_eq!(closed.after(BookingAction::Acknowledged).made(), None);
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
    fn a_lost_race_offers_what_is_near_and_one_of_it_can_be_chosen_instead() {
        let lost = confirming()
            .after(BookingAction::Failed(refused(ProblemCode::SlotAlreadyBooked, None)));
        let half_past = slot_at("10:30");
        assert_eq!(lost.alternatives(), [half_past]);
        let switched = lost.after(BookingAction::Chosen(half_past));
        assert_eq!(switched.step(), &Step::Choosing(half_past, None));
        assert_eq!((switched.error_message(), switched.alternatives()), (None, &[][..]));
    }

    #[test]
    fn who_holds_as_many_bookings_as_they_may_is_told_so_and_has_not_lost_the_slot() {
        let refused = refused(ProblemCode::BookingLimitReached, None);
        let sentence = refused.sentence();
        let state = confirming().after(BookingAction::Failed(refused));
        assert_eq!(state.error_message(), Some(sentence.as_str()));
        let by_now = state.slot_by_now(Some(slot())).unwrap();
        assert_eq!((by_now.status, state.alternatives()), (SlotStatus::Available, &[][..]));
    }

    #[test]
    fn a_late_answer_is_said_until_it_comes() {
        let waiting = confirming().after(BookingAction::AskedAgain);
        assert!(waiting.takes_long() && !confirming().takes_long());
        assert!(!waiting.clone().after(BookingAction::Made).takes_long());
        assert!(!waiting.after(BookingAction::Failed(Failure::Unreachable)).takes_long());
        assert!(!BookingState::default().after(BookingAction::AskedAgain).takes_long());
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
    fn an_outcome_that_cannot_be_told_yet_is_said_and_the_same_slot_can_be_asked_for_again() {
        let mut unknown = refused(ProblemCode::OutcomeUnknown, Some(2));
        let sentence = "We cannot tell yet whether you have it. Look at My bookings.";
        if let Failure::Refused { problem, .. } = &mut unknown {
            problem.detail = sentence.to_owned();
        }
        assert!(unknown.is_passing(), "asking again never books twice");
        let state = confirming().after(BookingAction::Failed(unknown));
        assert_eq!(state.error_message(), Some(sentence));
        assert_eq!(state.alternatives(), []);
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
    fn whose_sign_in_is_over_signs_in_anew_and_carries_on_with_the_same_slot() {
        let refused = refused(ProblemCode::Unauthenticated, None);
        for failure in [Failure::SignedOut, Failure::SignInExpired, refused] {
            let waiting = confirming().after(BookingAction::Failed(failure));
            assert_eq!(waiting.step(), &Step::AwaitingAccount(slot()));
            assert_eq!(waiting.clone().after(BookingAction::Abandoned).step(), &Step::Looking);
            let back = waiting.after(BookingAction::SignedIn);
            assert_eq!(back.step(), &Step::Choosing(slot(), None));
        }
    }

    #[test]
    fn who_confirms_without_an_account_keeps_the_slot_while_signing_in() {
        let choosing = replay([BookingAction::Chosen(slot())]);
        let waiting = choosing.after(BookingAction::ChosenByVisitor(slot()));
        assert_eq!(waiting.step(), &Step::AwaitingAccount(slot()));
    }

    #[test]
    fn a_slot_that_turned_booked_has_a_holder_once_that_is_known_and_as_long_as_it_is_in_question()
    {
        let choosing = replay([BookingAction::Chosen(slot())]);
        let booked = Some(turned(SlotStatus::Booked));
        assert_eq!(choosing.slot_booked_meanwhile(booked), Some(slot()));
        assert_eq!(choosing.slot_booked_meanwhile(Some(turned(SlotStatus::Unavailable))), None);
        assert_eq!(confirming().slot_booked_meanwhile(booked), None, "it is most likely their own");
        assert_eq!(choosing.holder(), SlotHolder::Unknown);
        let own = choosing.after(BookingAction::HolderFound(slot(), SlotHolder::Oneself));
        assert_eq!(own.holder(), SlotHolder::Oneself);
        assert_eq!(own.clone().after(BookingAction::SignedIn).holder(), SlotHolder::Oneself);
        let other = slot_at("10:30");
        let elsewhere = own.after(BookingAction::Chosen(other));
        assert_eq!(elsewhere.holder(), SlotHolder::Unknown);
        let late = elsewhere.after(BookingAction::HolderFound(slot(), SlotHolder::Oneself));
        assert_eq!(late.holder(), SlotHolder::Unknown, "the answer is about another slot");
    }

    #[test]
    fn ones_own_booking_seen_before_the_answer_is_nobody_elses() {
        let by_now = confirming().slot_by_now(Some(turned(SlotStatus::Booked)));
        assert_eq!(by_now, Some(slot()));
    }
}
