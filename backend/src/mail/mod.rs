//! Mails: templates, and the transport, which is the only place that names lettre.
//!
//! Imports nothing of ours but the contract; `notify` fills in what a mail says.

mod template;
mod transport;

pub use template::{Appointment, Rendered, render};
pub use transport::{Mailer, MailerError, Outgoing, SendFailure};
