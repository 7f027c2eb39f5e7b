//! Mails: templates, and the transport, which is the only place that names lettre.
//!
//! `slotbook-notify` fills in what a mail says.

mod address;
mod one_line;
mod template;
mod transport;

#[cfg(test)]
mod safety;

pub use address::{AddressProblem, MailAddress};
pub use one_line::OneLine;
pub use template::{Appointment, Rendered, render};
pub use transport::{MailServer, Mailer, MailerError, OutgoingMail, SendFailure, status_of};
