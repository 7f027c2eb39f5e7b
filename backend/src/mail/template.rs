//! What the mails say: subject, text and HTML of each, from one set of facts.
//!
//! The HTML templates escape whatever they show; subject and text have no markup to escape.

use askama::Template;
use slotbook_contract::EmailType;

/// What a mail tells of, ready to be read by people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// What is booked.
    pub service: String,
    /// The provider's name.
    pub provider: String,
    /// The consumer's name, or their address if they gave none.
    pub consumer: String,
    /// The consumer's address.
    pub consumer_email: String,
    /// The date in the service's zone, such as `Tuesday 1 December 2026`.
    pub date: String,
    /// The time in the service's zone, such as `10:00 to 10:30`.
    pub time: String,
    /// The zone with its offset, such as `Europe/London, UTC+00:00`.
    pub zone: String,
    /// The price with its currency.
    pub price: String,
    /// The booking's id.
    pub booking_id: String,
}

/// A mail without its addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

macro_rules! templates {
    ($($name:ident $path:literal $escape:literal,)*) => {
        $(
            #[derive(Template)]
            #[template(path = $path, escape = $escape)]
            struct $name<'a> {
                of: &'a Appointment,
            }
        )*
    };
}

templates! {
    ConfirmationSubject "booking_confirmation/subject.txt" "none",
    ConfirmationText "booking_confirmation/body.txt" "none",
    ConfirmationHtml "booking_confirmation/body.html" "html",
    NoticeSubject "appointment_notification/subject.txt" "none",
    NoticeText "appointment_notification/body.txt" "none",
    NoticeHtml "appointment_notification/body.html" "html",
}

/// The mail of this type about this appointment.
///
/// # Errors
/// If a template fails, which those here have no way to.
pub fn render(email_type: EmailType, of: &Appointment) -> Result<Rendered, askama::Error> {
    match email_type {
        EmailType::BookingConfirmation => rendered(
            &ConfirmationSubject { of },
            &ConfirmationText { of },
            &ConfirmationHtml { of },
        ),
        EmailType::AppointmentNotification => {
            rendered(&NoticeSubject { of }, &NoticeText { of }, &NoticeHtml { of })
        }
    }
}

fn rendered(
    subject: &impl Template,
    text: &impl Template,
    html: &impl Template,
) -> Result<Rendered, askama::Error> {
    // A subject is one line, whatever the name of the service is.
    let subject = subject.render()?.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Rendered { subject, text: text.render()?, html: html.render()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appointment() -> Appointment {
        Appointment {
            service: "Consultation".into(),
            provider: "Dr. Ada Byron".into(),
            consumer: "Carol".into(),
            consumer_email: "carol@slotbook.test".into(),
            date: "Tuesday 1 December 2026".into(),
            time: "10:00 to 10:30".into(),
            zone: "Europe/London, UTC+00:00".into(),
            price: "£40.00".into(),
            booking_id: "a3d1caf2-76ee-5e76-bb25-a284b5f7e678".into(),
        }
    }

    #[test]
    fn both_mails_say_what_when_where_on_the_clock_and_for_how_much() {
        for email_type in [EmailType::BookingConfirmation, EmailType::AppointmentNotification] {
            let mail = render(email_type, &appointment()).unwrap();
            assert!(mail.subject.contains("Consultation"), "{}", mail.subject);
            assert!(mail.subject.contains("10:00"), "{}", mail.subject);
            for fact in
                ["Tuesday 1 December 2026", "10:00 to 10:30", "Europe/London, UTC+00:00", "£40.00"]
            {
                assert!(mail.text.contains(fact), "{fact} is not in the text:\n{}", mail.text);
                assert!(mail.html.contains(fact), "{fact} is not in the HTML:\n{}", mail.html);
            }
        }
    }

    #[test]
    fn markup_in_a_name_stays_text_and_a_line_break_stays_out_of_the_subject() {
        let nasty = Appointment {
            service: "Cut\r\nBcc: all@example.test".into(),
            consumer: "<script>alert(1)</script>".into(),
            ..appointment()
        };
        for email_type in [EmailType::BookingConfirmation, EmailType::AppointmentNotification] {
            let mail = render(email_type, &nasty).unwrap();
            assert!(!mail.subject.contains(['\r', '\n']), "{:?}", mail.subject);
            assert!(!mail.html.contains("<script>"), "{}", mail.html);
        }
    }
}
