//! What is stored of people, and how it is erased when they leave.

use super::atomic::Commit;
use super::records::decode::{self, read};
use super::records::{BookingRecord, ErasedPersonRecord, NotificationRecord, version_stamp};
use super::server_timestamps::request_time;
use super::{Store, queries};
use chrono::{DateTime, Utc};
use firestore::{FirestoreTransactionOps, FirestoreWritePrecondition};
use serde::Serialize;
use slotbook_app::Error;
use slotbook_app::ports::{Version, Versioned};
use slotbook_contract::documents::{BOOKINGS, NOTIFICATIONS, PEOPLE, PROVIDER_CONTACTS, UPCOMING};
use slotbook_contract::{BookingId, EmailType, NotificationId, ProviderId, UserId};
use slotbook_domain::{ErasedPerson, ErasureStep, PersonalData};

/// How many steps one commit takes.
const BATCH: usize = 200;

/// What is left of a person in a booking: nothing. No account has an empty uid.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of the document's fields")]
struct NobodysBooking {
    user_id: &'static str,
    user_email: &'static str,
    user_name: Option<&'static str>,
}

/// What is left of a person in the entry of a mail.
#[derive(Serialize)]
struct NobodysMail {
    user_id: &'static str,
    recipient: &'static str,
    last_error: Option<&'static str>,
}

const NOBODYS_BOOKING: NobodysBooking =
    NobodysBooking { user_id: "", user_email: "", user_name: None };
const NOBODYS_MAIL: NobodysMail = NobodysMail { user_id: "", recipient: "", last_error: None };

impl Store {
    pub(crate) async fn keep_erasure(
        &self,
        person: &ErasedPerson,
        due_at: Option<DateTime<Utc>>,
        seen: Option<Version>,
    ) -> Result<bool, Error> {
        let expected =
            seen.map(|version| FirestoreWritePrecondition::UpdateTime(version_stamp(version)));
        let mut commit = self.atomic();
        let record = ErasedPersonRecord::of(person, due_at);
        let stamps = vec![request_time("updated_at")];
        commit
            .update_object(PEOPLE, person.user_id.as_str(), &record, None, expected, stamps)
            .map_err(Error::broken)?;
        self.try_commit(commit).await
    }

    pub(crate) async fn due_erasures(
        &self,
        now: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Versioned<ErasedPerson>>, Error> {
        self.ask_page(queries::erasures_due(now, most), most, decode::erased_person).await
    }

    pub(crate) async fn personal_data(&self, user: &UserId) -> Result<PersonalData, Error> {
        let person = self.path(PEOPLE, user.as_str());
        let provider = ProviderId::new(user.as_str());
        let (bookings, mails, mails_to_provider, entries) = futures::try_join!(
            self.ask(queries::everything_of(BOOKINGS, user)),
            self.ask(queries::everything_of(NOTIFICATIONS, user)),
            self.ask(queries::mails_to_provider(&provider)),
            self.ask(queries::upcoming_of(&person)),
        )?;
        let mut data = PersonalData::default();
        for document in &bookings {
            let record: BookingRecord = read(document)?;
            if record.is_booked() {
                data.bookings.push((record.id(), record.ends_at()));
            } else {
                data.failed_attempts.push(record.id());
            }
        }
        for document in &mails {
            let record: NotificationRecord = read(document)?;
            let (booking, email_type) = record.subject();
            data.mails.push((record.id(), booking, email_type));
        }
        for document in &mails_to_provider {
            data.mails_to_provider.push(read::<NotificationRecord>(document)?.id());
        }
        let id = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        data.upcoming_entries = entries.iter().map(|entry| id(&entry.name)).collect();
        Ok(data)
    }

    pub(crate) async fn erase(&self, user: &UserId, steps: &[ErasureStep]) -> Result<(), Error> {
        for batch in steps.chunks(BATCH) {
            let mut commit = self.atomic();
            for step in batch {
                take_step(self, &mut commit, user, step)?;
            }
            self.commit(commit).await?;
        }
        Ok(())
    }

    pub(crate) async fn delete_contact(&self, id: &ProviderId) -> Result<(), Error> {
        let mut commit = self.atomic();
        commit.delete_by_id(PROVIDER_CONTACTS, id.as_str(), None).map_err(Error::broken)?;
        self.commit(commit).await
    }
}

fn take_step(
    store: &Store,
    commit: &mut Commit,
    user: &UserId,
    step: &ErasureStep,
) -> Result<(), Error> {
    match step {
        ErasureStep::ScrubBooking(id) => scrub_booking(commit, *id),
        ErasureStep::DeleteAttempt(id) => {
            commit.delete_by_id(BOOKINGS, id.to_string(), None).map(|_| ()).map_err(Error::broken)
        }
        ErasureStep::ScrubMail(id, EmailType::BookingConfirmation) => {
            scrub_mail(commit, *id, &["user_id", "recipient", "last_error"])
        }
        ErasureStep::ScrubMail(id, EmailType::AppointmentNotification) => {
            scrub_mail(commit, *id, &["user_id"])
        }
        ErasureStep::ScrubMailToProvider(id) => {
            scrub_mail(commit, *id, &["recipient", "last_error"])
        }
        ErasureStep::DeleteEntry(number) => commit
            .delete_by_id_at(&store.path(PEOPLE, user.as_str()), UPCOMING, number, None)
            .map(|_| ())
            .map_err(Error::broken),
    }
}

/// What exists is scrubbed; a masked update of nothing would make a ghost.
const THERE: Option<FirestoreWritePrecondition> = Some(FirestoreWritePrecondition::Exists(true));

fn scrub_booking(commit: &mut Commit, id: BookingId) -> Result<(), Error> {
    let fields = ["user_id", "user_email", "user_name"].map(String::from).to_vec();
    commit
        .update_object(BOOKINGS, id.to_string(), &NOBODYS_BOOKING, Some(fields), THERE, vec![])
        .map(|_| ())
        .map_err(Error::broken)
}

fn scrub_mail(commit: &mut Commit, id: NotificationId, fields: &[&str]) -> Result<(), Error> {
    let fields = fields.iter().copied().map(String::from).collect();
    commit
        .update_object(NOTIFICATIONS, id.to_string(), &NOBODYS_MAIL, Some(fields), THERE, vec![])
        .map(|_| ())
        .map_err(Error::broken)
}
