//! The contents of the mails: subject, text and HTML of each, from one set of facts.
//!
//! The HTML templates escape everything they show. Subject and text have no markup to escape; text
//! entered by people is passed as [`OneLine`], so that it cannot imitate a line of ours.

use super::OneLine;
use askama::Template;
use slotbook_contract::EmailType;

/// The facts of a mail, formatted for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// What is booked.
    pub service: OneLine,
    /// The provider's name.
    pub provider: OneLine,
    /// The consumer's name, or their address if they gave none.
    pub consumer: OneLine,
    /// The consumer's address.
    pub consumer_email: OneLine,
    /// The date in the service's zone, such as `Tuesday 1 December 2026`.
    pub date: String,
    /// When it starts in the service's zone, such as `10:00`.
    pub starts: String,
    /// Start and end, such as `10:00 to 10:30`.
    pub time: String,
    /// The zone with its offset, such as `Europe/London, UTC+00:00`.
    pub zone: String,
    /// The price with its currency.
    pub price: String,
    /// The booking's id.
    pub booking_id: String,
    /// Whether a reply reaches the other side. The text promises a reply only if the headers make
    /// it possible.
    pub accepts_replies: bool,
}

/// A mail without its addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedMail {
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
/// If a template fails, which these templates cannot.
pub fn render(email_type: EmailType, of: &Appointment) -> Result<RenderedMail, askama::Error> {
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
) -> Result<RenderedMail, askama::Error> {
    let subject = subject.render()?.trim().to_owned();
    Ok(RenderedMail { subject, text: text.render()?, html: html.render()? })
}
