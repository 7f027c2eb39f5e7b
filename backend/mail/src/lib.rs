//! Mails: the templates, and the transport, which is the only module that names lettre.
//!
//! `slotbook-notify` decides what a mail says.

mod address;
mod one_line;
mod template;
mod transport;

#[cfg(test)]
mod safety;

pub use address::{AddressProblem, MailAddress};
pub use one_line::OneLine;
pub use template::{Appointment, RenderedMail, render};
pub use transport::{
    Connection, MailServer, Mailer, MailerError, OutgoingMail, SendFailure, status_of,
};
