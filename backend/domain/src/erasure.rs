//! The erasure of a person's data after they have left: what is erased, and when.

use chrono::{DateTime, Duration, Utc};
use slotbook_contract::{BookingId, EmailType, NotificationId, UserId};
use std::collections::HashMap;

/// How long after the end of an upcoming appointment the person's data is kept. The provider has to
/// know who comes, and whom to write to if something was forgotten.
const KEPT_AFTER_END: Duration = Duration::days(1);

/// A person who has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedPerson {
    /// Their uid.
    pub user_id: UserId,
    /// When they left, UTC.
    pub erased_at: DateTime<Utc>,
}

/// Everything stored that contains a person's data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonalData {
    /// Bookings that hold their slot, with the ends of their appointments.
    pub bookings: Vec<(BookingId, DateTime<Utc>)>,
    /// Records of failed attempts.
    pub failed_attempts: Vec<BookingId>,
    /// Mails about their bookings, to them or to the provider.
    pub mails: Vec<(NotificationId, BookingId, EmailType)>,
    /// Mails to them as a provider.
    pub mails_to_provider: Vec<NotificationId>,
    /// The numbers of the entries of their upcoming bookings.
    pub upcoming_entries: Vec<String>,
}

/// One document to be deleted, or to be stripped of the person's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErasureStep {
    /// Remove name, address and uid from a booking, which continues to hold its slot.
    ScrubBooking(BookingId),
    /// Delete the record of a failed attempt.
    DeleteAttempt(BookingId),
    /// Remove the uid from the log entry of a mail, and the address if the mail was sent to the
    /// person.
    ScrubMail(NotificationId, EmailType),
    /// Remove the address from the log entry of a mail to them as a provider.
    ScrubMailToProvider(NotificationId),
    /// Delete an entry of their upcoming bookings.
    DeleteEntry(String),
}

impl ErasedPerson {
    /// What has to be erased at `now`, and when the next erasure is due. Data about the past is
    /// erased at once, data about upcoming appointments a day after their end.
    pub fn due(
        &self,
        data: &PersonalData,
        now: DateTime<Utc>,
    ) -> (Vec<ErasureStep>, Option<DateTime<Utc>>) {
        let due_at = |ends_at: DateTime<Utc>| {
            if ends_at <= self.erased_at { self.erased_at } else { ends_at + KEPT_AFTER_END }
        };
        let kept: HashMap<BookingId, DateTime<Utc>> = data
            .bookings
            .iter()
            .map(|(id, ends_at)| (*id, due_at(*ends_at)))
            .filter(|(_, due_at)| *due_at > now)
            .collect();
        let is_due = |id: &BookingId| !kept.contains_key(id);
        let bookings = data.bookings.iter().map(|(id, _)| *id).filter(is_due);
        let mails = data.mails.iter().filter(|(_, booking, _)| is_due(booking));
        let steps = bookings
            .map(ErasureStep::ScrubBooking)
            .chain(data.failed_attempts.iter().copied().map(ErasureStep::DeleteAttempt))
            .chain(mails.map(|(id, _, email_type)| ErasureStep::ScrubMail(*id, *email_type)))
            .chain(data.mails_to_provider.iter().copied().map(ErasureStep::ScrubMailToProvider))
            .chain(data.upcoming_entries.iter().cloned().map(ErasureStep::DeleteEntry));
        (steps.collect(), kept.into_values().min())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_past_is_due_at_once_and_what_is_to_come_a_day_after_its_end() {
        let [past, to_come] = [1, 2].map(|id| BookingId(Uuid::from_u128(id)));
        let mail = |id, booking| {
            (NotificationId(Uuid::from_u128(id)), booking, EmailType::BookingConfirmation)
        };
        let data = PersonalData {
            bookings: vec![
                (past, at("2026-12-01T09:00:00Z")),
                (to_come, at("2026-12-05T10:00:00Z")),
            ],
            mails: vec![mail(3, past), mail(4, to_come)],
            ..PersonalData::default()
        };
        let carol =
            ErasedPerson { user_id: UserId::new("carol"), erased_at: at("2026-12-01T12:00:00Z") };
        let of = |booking, mail| {
            let (id, _, email_type) = mail;
            vec![ErasureStep::ScrubBooking(booking), ErasureStep::ScrubMail(id, email_type)]
        };

        let (steps, next) = carol.due(&data, carol.erased_at);
        assert_eq!(steps, of(past, mail(3, past)));
        assert_eq!(next, Some(at("2026-12-06T10:00:00Z")));
        let (steps, next) = carol.due(&data, at("2026-12-06T10:00:00Z"));
        assert_eq!(steps.len(), 4);
        assert!(of(to_come, mail(4, to_come)).iter().all(|step| steps.contains(step)));
        assert_eq!(next, None);
    }
}
