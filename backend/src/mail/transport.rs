//! Handing mails to the mail server.

use super::Rendered;
use lettre::address::AddressError;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::{self, AsyncSmtpTransport, PoolConfig};
use lettre::{Address, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How long the mail server may take for one command.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(10);
/// How many connections to the mail server are kept at most.
const POOL_SIZE: u32 = 8;

/// A mail with its addresses.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// A unique name of the mail, the same for every attempt to send it.
    pub message_id: String,
    /// Whom it is for: name and address.
    pub to: (String, String),
    /// Who reads the answer: name and address.
    pub reply_to: (String, String),
    /// What it says.
    pub content: Rendered,
}

/// The mailer cannot be made as it is configured.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// The sender is no mail address.
    #[error("SLOTBOOK_MAIL_FROM is not a mail address such as 'Slotbook <no-reply@example.org>'")]
    Sender(#[from] AddressError),
    /// The server's URL is not one.
    #[error("SMTP_URL is not an address such as smtp://user:password@host:587?tls=required")]
    Url(#[source] smtp::Error),
}

/// A mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SendFailure {
    /// It may be taken later.
    #[error("the mail server did not take the mail this time")]
    ForNow(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It will never be taken: the server says so for good, or an address is none.
    #[error("the mail cannot be delivered")]
    ForGood(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A pool of connections to the mail server.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// A mailer that sends through the server at `url` as `from`. Connects when first used.
    ///
    /// # Errors
    /// If one of them is malformed.
    pub fn new(url: &str, from: &str) -> Result<Self, MailerError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(MailerError::Url)?
            .timeout(Some(COMMAND_TIMEOUT))
            .pool_config(PoolConfig::new().max_size(POOL_SIZE))
            .build();
        Ok(Self { transport, from: from.parse()? })
    }

    /// Sends one mail; done when the server has taken it.
    ///
    /// # Errors
    /// If it has not.
    pub async fn send(&self, mail: &Outgoing) -> Result<(), SendFailure> {
        let message = self.message(mail)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(cause) if cause.is_permanent() => Err(SendFailure::ForGood(cause.into())),
            Err(cause) => Err(SendFailure::ForNow(cause.into())),
        }
    }

    pub(super) fn message(&self, mail: &Outgoing) -> Result<Message, SendFailure> {
        let domain = self.from.email.domain();
        let content = &mail.content;
        let message = Message::builder()
            .message_id(Some(format!("<{}@{domain}>", mail.message_id)))
            .from(self.from.clone())
            .to(mailbox(&mail.to).map_err(|cause| SendFailure::ForGood(cause.into()))?)
            .subject(content.subject.clone());
        // The other side's bad address is no reason to keep this side's mail.
        let message = match mailbox(&mail.reply_to) {
            Ok(other_side) => message.reply_to(other_side),
            Err(_) => message,
        };
        message
            .multipart(MultiPart::alternative_plain_html(
                content.text.clone(),
                content.html.clone(),
            ))
            .map_err(|cause| SendFailure::ForGood(cause.into()))
    }
}

fn mailbox((name, address): &(String, String)) -> Result<Mailbox, AddressError> {
    let address: Address = address.parse()?;
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    Ok(Mailbox::new((!name.trim().is_empty()).then_some(name), address))
}
