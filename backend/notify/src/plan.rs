//! Plans the mails about a booking and their contents. Pure.

use super::wording::{AppointmentTime, price};
use slotbook_contract::EmailType;
use slotbook_domain::{
    Booking, NAMELESS, NotificationEntry, Provider, ProviderContact, notification_id,
};
use slotbook_mail::{Appointment, MailAddress, OneLine};

/// A mail that is to be sent once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedMail {
    /// Its entry in the log.
    pub entry: NotificationEntry,
    /// The recipient's name; empty for the consumer. A consumer's name comes from an account, which
    /// a stranger may have created for somebody else's address.
    pub recipient_name: String,
    /// The name and address that replies go to; `None` if that address is not valid.
    pub reply_to: Option<(String, MailAddress)>,
    /// The facts that it contains.
    pub appointment: Appointment,
}

/// The name used for a service without a visible name.
const NAMELESS_SERVICE: &str = "Appointment";

/// The consumer's confirmation and the provider's notice.
pub fn plan(booking: &Booking, provider: &Provider, contact: &ProviderContact) -> [PlannedMail; 2] {
    let appointment = appointment(booking, provider);
    let consumer =
        (appointment.consumer.without_isolates().to_owned(), booking.consumer.email.clone());
    let name = OneLine::name(&contact.name).map(|name| name.without_isolates().to_owned());
    let provider = (name.unwrap_or_default(), contact.email.clone());
    let unnamed = (String::new(), booking.consumer.email.clone());
    let mail = |email_type, to: &(String, String), other_side: &(String, String)| {
        // If the other side's address is not valid, this mail is sent without a Reply-To.
        let answered = other_side.1.parse().ok();
        PlannedMail {
            entry: entry(booking, email_type, &to.1),
            recipient_name: to.0.clone(),
            appointment: Appointment { accepts_replies: answered.is_some(), ..appointment.clone() },
            reply_to: answered.map(|address| (other_side.0.clone(), address)),
        }
    };
    [
        mail(EmailType::BookingConfirmation, &unnamed, &provider),
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
    let AppointmentTime { date, starts, time, zone } = AppointmentTime::of(booking);
    let name = booking.consumer.name.as_deref().and_then(OneLine::name);
    let visible = |text, otherwise| OneLine::name(text).unwrap_or_else(|| OneLine::new(otherwise));
    Appointment {
        service: visible(&booking.service_name, NAMELESS_SERVICE),
        provider: visible(&provider.display_name, NAMELESS),
        consumer: name.unwrap_or_else(|| OneLine::new(&booking.consumer.email)),
        consumer_email: OneLine::new(&booking.consumer.email),
        date,
        starts,
        time,
        zone,
        price: price(&booking.price),
        booking_id: booking.id.to_string(),
        accepts_replies: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::{Money, ProviderId, ServiceId, UserId};
    use slotbook_domain::{Consumer, SlotRef, booking_id};

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
            price: Money::new(3500, "USD"),
            created_at: "2026-11-22T16:00:00Z".parse().unwrap(),
        }
    }

    fn planned() -> [PlannedMail; 2] {
        let id = ProviderId::new("grace");
        let zone = "America/New_York".parse().unwrap();
        let provider =
            Provider { id, display_name: "Grace Murray".into(), zone, is_revoked: false };
        let contact =
            ProviderContact { email: "grace@slotbook.test".into(), name: "Grace Murray".into() };
        plan(&booking(), &provider, &contact)
    }

    #[test]
    fn each_side_gets_a_mail_of_its_own_and_answers_reach_the_other() {
        let [confirmation, notice] = planned();
        assert_eq!(confirmation.entry.recipient, "carol@slotbook.test");
        let address = |text: &str| text.parse::<MailAddress>().ok();
        let answered = |mail: &PlannedMail| mail.reply_to.clone().map(|(_, address)| address);
        assert_eq!(answered(&confirmation), address("grace@slotbook.test"));
        assert_eq!(notice.entry.recipient, "grace@slotbook.test");
        assert_eq!(answered(&notice), address("carol@slotbook.test"));
        assert_ne!(confirmation.entry.id, notice.entry.id);
    }

    #[test]
    fn a_consumer_without_a_name_is_called_by_their_address() {
        assert_eq!(planned()[0].appointment.consumer.to_string(), "carol@slotbook.test");
    }

    #[test]
    fn names_that_nobody_can_see_are_replaced() {
        let nobody = "\u{200b}\u{3164}\u{2800}\u{ad}\u{feff}";
        let mut booking = booking();
        booking.service_name = nobody.into();
        booking.consumer.name = Some(nobody.into());
        let provider = Provider {
            id: ProviderId::new("grace"),
            display_name: nobody.into(),
            zone: booking.zone,
            is_revoked: false,
        };
        let contact = ProviderContact { email: "grace@slotbook.test".into(), name: nobody.into() };
        let [confirmation, _] = plan(&booking, &provider, &contact);
        let appointment = confirmation.appointment;
        assert_eq!(appointment.service.to_string(), "Appointment");
        assert_eq!(appointment.provider.to_string(), "Provider");
        assert_eq!(appointment.consumer.to_string(), "carol@slotbook.test");
    }
}
