//! Handing mails to the mail server.

use super::{AddressProblem, MailAddress, Rendered};
use lettre::address::AddressError;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{self, AsyncSmtpTransport, PoolConfig};
use lettre::{AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;
use url::Url;

/// How long the mail server may take for one command.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(10);
/// What a mail server says about itself or about us, not about the mail: commands it does not
/// know, and credentials or encryption it wants (RFC 5321 and RFC 4954).
const NOT_ABOUT_THE_MAIL: [u16; 8] = [500, 502, 503, 504, 530, 534, 535, 538];

/// The mail server and how to reach it.
#[derive(Clone, Copy, Debug)]
pub struct MailServer<'a> {
    /// `smtp://` or `smtps://`, as lettre reads it.
    pub url: &'a str,
    /// A certificate authority that is trusted besides the public ones, as PEM.
    pub authority: Option<&'a [u8]>,
    /// How many connections are kept at most.
    pub connections: u32,
}

/// A mail with its addresses.
#[derive(Clone, Debug)]
pub struct OutgoingMail {
    /// A unique name of the mail, the same for every attempt to send it.
    pub message_id: String,
    /// Whom it is for: name and address.
    pub to: (String, String),
    /// Who reads the answer: name and address; `None` if nobody can be reached.
    pub reply_to: Option<(String, MailAddress)>,
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
    /// The authority is no certificate.
    #[error("SLOTBOOK_SMTP_CA_FILE holds no certificate in PEM")]
    Authority(#[source] smtp::Error),
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
    /// A mailer that sends through `server` as `from`. Connects when first used.
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
        Ok(Self { transport: builder.build(), from: from.parse()? })
    }

    /// Sends one mail; done when the server has taken it.
    ///
    /// # Errors
    /// If it has not.
    pub async fn send(&self, mail: &OutgoingMail) -> Result<(), SendFailure> {
        let message = self.message(mail)?;
        match self.hand_over(message.clone()).await {
            // A server that refused everybody a moment ago looks the same once it does no more, so
            // a mail is given up only when it is refused twice.
            Err(SendFailure::ForGood(_)) => self.hand_over(message).await,
            ended => ended,
        }
    }

    async fn hand_over(&self, message: Message) -> Result<(), SendFailure> {
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(cause) if self.is_about_the_mail(&cause).await => {
                Err(SendFailure::ForGood(cause.into()))
            }
            Err(cause) => Err(SendFailure::ForNow(cause.into())),
        }
    }

    /// Whether the server refuses this mail for good, and not us or everybody: a server that
    /// takes nobody's mail, or a wrong password, is no reason to give mails up.
    async fn is_about_the_mail(&self, cause: &smtp::Error) -> bool {
        let status = cause.status().map(u16::from).unwrap_or_default();
        cause.is_permanent()
            && !NOT_ABOUT_THE_MAIL.contains(&status)
            && self.transport.test_connection().await.unwrap_or(false)
    }

    /// The mail as it goes over the wire, with its headers.
    ///
    /// # Errors
    /// If an address cannot stand in a header.
    pub fn message(&self, mail: &OutgoingMail) -> Result<Message, SendFailure> {
        let domain = self.from.email.domain();
        let content = &mail.content;
        let to: MailAddress = mail
            .to
            .1
            .parse()
            .map_err(|cause: AddressProblem| SendFailure::ForGood(cause.into()))?;
        let message = Message::builder()
            .message_id(Some(format!("<{}@{domain}>", mail.message_id)))
            .from(self.from.clone())
            .to(mailbox(&mail.to.0, to))
            .subject(content.subject.clone());
        let message = match &mail.reply_to {
            Some((name, address)) => message.reply_to(mailbox(name, address.clone())),
            None => message,
        };
        message
            .multipart(MultiPart::alternative_plain_html(
                content.text.clone(),
                content.html.clone(),
            ))
            .map_err(|cause| SendFailure::ForGood(cause.into()))
    }
}

fn mailbox(name: &str, address: MailAddress) -> Mailbox {
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    Mailbox::new((!name.trim().is_empty()).then_some(name), address.into())
}

/// The status of the mail server's answer, where the failure is one.
pub fn status_of(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<u16> {
    cause.downcast_ref::<smtp::Error>().and_then(smtp::Error::status).map(u16::from)
}

/// The encryption that the URL asks for, with an authority of one's own; `None` where there is no
/// such authority, because then lettre's own reading of the URL stands.
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
