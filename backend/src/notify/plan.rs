//! Which mails a booking makes, and what they say. Pure.

use super::wording::{When, price};
use crate::domain::{Booking, NotificationEntry, Provider, ProviderContact, notification_id};
use crate::mail::{Appointment, OneLine};
use slotbook_contract::EmailType;

/// A mail that is to be sent once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedMail {
    /// Its entry in the log.
    pub entry: NotificationEntry,
    /// The recipient's name.
    pub recipient_name: String,
    /// Who reads the answer: name and address.
    pub reply_to: (String, String),
    /// What it tells of.
    pub appointment: Appointment,
}

/// The consumer's confirmation and the provider's notice.
pub fn plan(booking: &Booking, provider: &Provider, contact: &ProviderContact) -> [PlannedMail; 2] {
    let appointment = appointment(booking, provider);
    let consumer = (appointment.consumer.alone().to_owned(), booking.consumer.email.clone());
    let name = OneLine::new(&contact.name);
    let provider = (name.alone().to_owned(), contact.email.clone());
    let mail = |email_type, to: &(String, String), reply_to: &(String, String)| PlannedMail {
        entry: entry(booking, email_type, &to.1),
        recipient_name: to.0.clone(),
        reply_to: reply_to.clone(),
        appointment: appointment.clone(),
    };
    [
        mail(EmailType::BookingConfirmation, &consumer, &provider),
        mail(EmailType::AppointmentNotification, &provider, &consumer),
    ]
}

fn entry(booking: &Booking, email_type: EmailType, recipient: &str) -> NotificationEntry {
    NotificationEntry {
        id: notification_id(booking.id, email_type),
        booking_id: booking.id,
        user_id: booking.consumer.user_id.clone(),
        provider_id: booking.provider_id.clone(),
        recipient: recipient.to_owned(),
        email_type,
    }
}

fn appointment(booking: &Booking, provider: &Provider) -> Appointment {
    let When { date, starts, time, zone } = When::of(booking);
    let name = booking.consumer.name.as_deref().map(OneLine::new);
    let name = name.filter(|name| !name.alone().is_empty());
    Appointment {
        service: OneLine::new(&booking.service_name),
        provider: OneLine::new(&provider.display_name),
        consumer: name.unwrap_or_else(|| OneLine::new(&booking.consumer.email)),
        consumer_email: OneLine::new(&booking.consumer.email),
        date,
        starts,
        time,
        zone,
        price: price(&booking.price),
        booking_id: booking.id.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Consumer, SlotRef, booking_id};
    use slotbook_contract::{Money, ProviderId, ServiceId, UserId};

    fn booking() -> Booking {
        let slot = SlotRef {
            service_id: ServiceId::new("haircut"),
            date: "2026-12-01".parse().unwrap(),
            time: "09:45".parse().unwrap(),
        };
        Booking {
            id: booking_id(&slot),
            slot,
            provider_id: ProviderId::new("grace"),
            consumer: Consumer {
                user_id: UserId::new("carol"),
                email: "carol@slotbook.test".into(),
                name: None,
            },
            service_name: "Haircut".into(),
            starts_at: "2026-12-01T14:45:00Z".parse().unwrap(),
            ends_at: "2026-12-01T15:30:00Z".parse().unwrap(),
            zone: "America/New_York".parse().unwrap(),
            price: Money { amount_minor: 3500, currency: "USD".into() },
            created_at: "2026-11-22T16:00:00Z".parse().unwrap(),
        }
    }

    fn planned() -> [PlannedMail; 2] {
        let id = ProviderId::new("grace");
        let zone = "America/New_York".parse().unwrap();
        let provider = Provider { id, display_name: "Grace Murray".into(), zone };
        let contact =
            ProviderContact { email: "grace@slotbook.test".into(), name: "Grace Murray".into() };
        plan(&booking(), &provider, &contact)
    }

    #[test]
    fn each_side_gets_a_mail_of_its_own_and_answers_reach_the_other() {
        let [confirmation, notice] = planned();
        assert_eq!(confirmation.entry.recipient, "carol@slotbook.test");
        assert_eq!(confirmation.reply_to.1, "grace@slotbook.test");
        assert_eq!(notice.entry.recipient, "grace@slotbook.test");
        assert_eq!(notice.reply_to.1, "carol@slotbook.test");
        assert_ne!(confirmation.entry.id, notice.entry.id);
    }

    #[test]
    fn a_consumer_without_a_name_is_called_by_their_address() {
        assert_eq!(planned()[0].appointment.consumer.to_string(), "carol@slotbook.test");
    }
}
