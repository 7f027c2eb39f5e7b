//! The commits of one booking request that have no answer: as long as one of them may still be
//! done, nobody is told that they do not have the slot.

use super::Outcome;
use crate::Error;
use crate::ports::{Version, Versioned};
use slotbook_domain::Slot;

/// How many commits of one request may stay without an answer.
const MAX_UNANSWERED: u32 = 3;

/// The commits without an answer.
#[derive(Debug, Default)]
pub struct Unanswered {
    count: u32,
    /// The latest version of the slot of which one may still be done.
    latest: Option<Version>,
}

impl Unanswered {
    /// One more has no answer.
    ///
    /// # Errors
    /// If that is one too many.
    pub fn note(&mut self, slot: Version, cause: Error) -> Result<(), Error> {
        (self.count, self.latest) = (self.count + 1, Some(slot));
        if self.count < MAX_UNANSWERED { Ok(()) } else { Err(cause) }
    }

    /// The slot was seen so: once its version is another, no commit at an earlier one can be done.
    pub fn settle(&mut self, seen: Option<&Versioned<Slot>>) {
        if seen.is_some_and(|seen| Some(seen.version) > self.latest) {
            self.latest = None;
        }
    }

    /// None can be done any more: another booking has claimed the time.
    pub fn settle_all(&mut self) {
        self.latest = None;
    }

    /// The outcome as it may be told: while a commit may still be done, neither a refusal nor that
    /// nothing was changed.
    pub fn judge(&self, outcome: Result<Outcome, Error>) -> Result<Outcome, Error> {
        match outcome {
            Err(cause) if self.latest.is_some() => Err(cause.after_changes()),
            Ok(Outcome::Refused(refused)) if self.latest.is_some() => {
                let why = refused.reason.as_str();
                Err(Error::outcome_unknown(format!("{why}, and a commit has no answer")))
            }
            outcome => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::refused;
    use super::*;
    use chrono::DateTime;
    use slotbook_domain::Refusal;

    fn at(second: i64) -> Version {
        Version(DateTime::from_timestamp(second, 0).unwrap())
    }

    fn lost() -> Error {
        Error::unavailable("the answer got lost")
    }

    #[test]
    fn while_a_commit_may_still_be_done_nobody_is_told_that_it_is_not() {
        let mut unanswered = Unanswered::default();
        let refusal = || Ok(refused(Refusal::SlotInPast));
        assert!(unanswered.judge(refusal()).is_ok());
        assert!(matches!(unanswered.judge(Err(lost())), Err(Error::Unavailable(_))));

        unanswered.note(at(1), lost()).unwrap();
        for outcome in [refusal(), Err(lost())] {
            let told = unanswered.judge(outcome);
            assert!(matches!(told, Err(Error::OutcomeUnknown(_))), "{told:?}");
        }

        unanswered.settle_all();
        assert!(unanswered.judge(refusal()).is_ok());
    }

    #[test]
    fn the_third_commit_without_an_answer_is_the_last() {
        let mut unanswered = Unanswered::default();
        let noted = [1, 2, 3].map(|second| unanswered.note(at(second), lost()).is_ok());
        assert_eq!(noted, [true, true, false]);
    }
}
