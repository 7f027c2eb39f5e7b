//! The transport, which hands mails to the mail server.

use super::{AddressProblem, MailAddress, RenderedMail};
use lettre::address::AddressError;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{self, AsyncSmtpTransport, PoolConfig};
use lettre::{AsyncTransport, Message, Tokio1Executor};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

/// How long the mail server may take for one command.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(10);
/// Answers that concern the server or our connection rather than the mail: unknown commands, and
/// missing credentials or encryption (RFC 5321 and RFC 4954).
const NOT_ABOUT_THE_MAIL: [u16; 8] = [500, 502, 503, 504, 530, 534, 535, 538];

/// The mail server and how to reach it.
#[derive(Clone, Copy, Debug)]
pub struct MailServer<'a> {
    /// An `smtp://` or `smtps://` URL in lettre's format.
    pub url: &'a str,
    /// A certificate authority, as PEM, that is trusted in addition to the public ones.
    pub authority: Option<&'a [u8]>,
    /// How many connections are open at a time, at most.
    pub connections: u32,
}

/// A mail with its addresses.
#[derive(Clone, Debug)]
pub struct OutgoingMail {
    /// A unique id of the mail, the same for every attempt to send it.
    pub message_id: String,
    /// The recipient's name, which is empty if none is to be shown, and address.
    pub to: (String, String),
    /// The name and address that replies go to; `None` if nobody would receive them.
    pub reply_to: Option<(String, MailAddress)>,
    /// Subject, text and HTML.
    pub content: RenderedMail,
}

/// The mailer's configuration is not valid.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// The sender is no mail address.
    #[error("SLOTBOOK_MAIL_FROM is not a mail address such as 'Slotbook <no-reply@example.org>'")]
    Sender(#[from] AddressError),
    /// The server's URL is not one.
    #[error("SMTP_URL is not an address such as smtp://user:password@host:587?tls=required")]
    Url(#[source] smtp::Error),
    /// The authority is no certificate.
    #[error("SLOTBOOK_SMTP_CA_FILE holds no certificate in PEM")]
    Authority(#[source] smtp::Error),
}

/// The mail server did not accept a mail.
#[derive(Debug, thiserror::Error)]
pub enum SendFailure {
    /// A later attempt may succeed.
    #[error("the mail server did not take the mail this time")]
    Temporary(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No attempt will succeed: the server refused permanently, or an address is not valid.
    #[error("the mail cannot be delivered")]
    Permanent(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A pool of connections to the mail server.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    /// One permit a connection: the pool by itself bounds only those that nobody uses.
    permits: Arc<Semaphore>,
    from: Mailbox,
}

/// Leave to use one connection; lettre opens it, or takes one that is open and unused.
pub struct Connection<'a> {
    mailer: &'a Mailer,
    permit: Option<OwnedSemaphorePermit>,
}

impl Mailer {
    /// A mailer that sends through `server` as `from`. It connects when it is first used.
    ///
    /// # Errors
    /// If one of them is malformed.
    pub fn new(server: &MailServer<'_>, from: &str) -> Result<Self, MailerError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(server.url)
            .map_err(MailerError::Url)?
            .timeout(Some(COMMAND_TIMEOUT))
            .pool_config(PoolConfig::new().max_size(server.connections));
        let builder = match tls_with_authority(server)? {
            Some(tls) => builder.tls(tls),
            None => builder,
        };
        let permits = Arc::new(Semaphore::new(server.connections as usize));
        Ok(Self { transport: builder.build(), permits, from: from.parse()? })
    }

    /// Waits until one more connection may be used.
    pub async fn connection(&self) -> Connection<'_> {
        let permit = self.permits.clone().acquire_owned().await.ok();
        Connection { mailer: self, permit }
    }

    async fn hand_over(&self, message: Message) -> Result<(), SendFailure> {
        let sent = self.transport.send(message).await;
        returned_to_the_pool().await;
        match sent {
            Ok(_) => Ok(()),
            Err(cause) if self.is_about_the_mail(&cause).await => {
                Err(SendFailure::Permanent(cause.into()))
            }
            Err(cause) => Err(SendFailure::Temporary(cause.into())),
        }
    }

    /// Whether the server refuses this particular mail permanently. A server that accepts nobody's
    /// mail, or a wrong password, is not a reason to fail mails.
    async fn is_about_the_mail(&self, cause: &smtp::Error) -> bool {
        let status = cause.status().map(u16::from).unwrap_or_default();
        cause.is_permanent()
            && !NOT_ABOUT_THE_MAIL.contains(&status)
            && self.transport.test_connection().await.unwrap_or(false)
    }

    /// The mail in the form in which it is sent, with its headers.
    ///
    /// # Errors
    /// If an address cannot be written into a header.
    pub fn message(&self, mail: &OutgoingMail) -> Result<Message, SendFailure> {
        let domain = self.from.email.domain();
        let content = &mail.content;
        let to: MailAddress = mail
            .to
            .1
            .parse()
            .map_err(|cause: AddressProblem| SendFailure::Permanent(cause.into()))?;
        let message = Message::builder()
            .message_id(Some(format!("<{}@{domain}>", mail.message_id)))
            .from(self.from.clone())
            .to(mailbox(&mail.to.0, to))
            .subject(content.subject.clone())
            .header(AutoSubmitted);
        let message = match &mail.reply_to {
            Some((name, address)) => message.reply_to(mailbox(name, address.clone())),
            None => message,
        };
        message
            .multipart(MultiPart::alternative_plain_html(
                content.text.clone(),
                content.html.clone(),
            ))
            .map_err(|cause| SendFailure::Permanent(cause.into()))
    }
}

/// Marks the mail as automatic, so that other programs do not reply to it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

const AUTO_GENERATED: &str = "auto-generated";

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        if text == AUTO_GENERATED { Ok(Self) } else { Err("not generated by a program".into()) }
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), AUTO_GENERATED.to_owned())
    }
}

impl Connection<'_> {
    /// Sends one mail; returns when the server has accepted it.
    ///
    /// # Errors
    /// If the server has not accepted it.
    pub async fn send(self, mail: &OutgoingMail) -> Result<(), SendFailure> {
        let message = self.mailer.message(mail)?;
        match self.mailer.hand_over(message.clone()).await {
            // A server that refused everybody a moment ago looks the same as one that refuses this
            // mail, once it accepts others again. So a mail fails only if it is refused twice.
            Err(SendFailure::Permanent(_)) => self.mailer.hand_over(message).await,
            ended => ended,
        }
    }
}

impl Drop for Connection<'_> {
    fn drop(&mut self) {
        let permit = self.permit.take();
        tokio::spawn(async move {
            returned_to_the_pool().await;
            drop(permit);
        });
    }
}

/// Lets the task run in which lettre returns a used connection to its pool. Before that, the next
/// mail would find none there and open one more.
async fn returned_to_the_pool() {
    tokio::task::yield_now().await;
}

fn mailbox(name: &str, address: MailAddress) -> Mailbox {
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    Mailbox::new((!name.trim().is_empty()).then_some(name), address.into())
}

/// The status code of the mail server's answer, if the failure has one.
pub fn status_of(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<u16> {
    cause.downcast_ref::<smtp::Error>().and_then(smtp::Error::status).map(u16::from)
}

/// The encryption that the URL asks for, with our own certificate authority. `None` if no such
/// authority is configured; lettre then reads the URL itself.
fn tls_with_authority(server: &MailServer<'_>) -> Result<Option<Tls>, MailerError> {
    let (Some(authority), Ok(url)) = (server.authority, Url::parse(server.url)) else {
        return Ok(None);
    };
    let asks_for = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value);
    let host = url.host_str().unwrap_or_default().to_owned();
    let parameters = || {
        let authority = Certificate::from_pem(authority)?;
        TlsParameters::builder(host).add_root_certificate(authority).build()
    };
    Ok(match (url.scheme(), asks_for.as_deref()) {
        ("smtps", _) => Some(Tls::Wrapper(parameters().map_err(MailerError::Authority)?)),
        (_, Some("required")) => Some(Tls::Required(parameters().map_err(MailerError::Authority)?)),
        (_, Some("opportunistic")) => {
            Some(Tls::Opportunistic(parameters().map_err(MailerError::Authority)?))
        }
        _ => None,
    })
}
