//! A fake SMTP server for tests, which can delay, refuse, stall, drop connections, and reject
//! single recipients.

use crate::eventually;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, split};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How the server behaves on every connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MailServerBehaviour {
    /// It accepts mail.
    #[default]
    Takes,
    /// It greets with 554 and accepts no mail.
    RefusesAll,
    /// It greets the next connection with 554, and accepts mail from then on.
    RefusesOne,
    /// It accepts connections and never sends anything.
    Stalls,
    /// It closes the connection in the middle of the message.
    BreaksOff,
}

/// How connections are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all.
    None,
    /// From the first byte (TLS).
    Implicit,
    /// After the command STARTTLS, which is required.
    StartTls,
}

/// A mail that the server has accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedMail {
    /// The recipient's address.
    pub to: String,
    /// Its Message-ID.
    pub message_id: String,
    /// Whether it came through an encrypted connection.
    pub is_encrypted: bool,
}

#[derive(Default)]
struct ServerState {
    behaviour: MailServerBehaviour,
    delay: Duration,
    answers: HashMap<String, u16>,
    held: HashSet<String>,
    taken: Vec<AcceptedMail>,
    tries: usize,
    guests: usize,
    most_guests: usize,
}

/// The server. Stops when it is dropped.
pub struct FakeMailServer {
    /// Its address, for `SMTP_URL`.
    pub url: String,
    /// The certificate authority that signed its certificate, for `SLOTBOOK_SMTP_CA_FILE`.
    pub authority: PathBuf,
    state: Arc<Mutex<ServerState>>,
    _ends_with_us: DropGuard,
}

impl FakeMailServer {
    /// A server without encryption.
    pub async fn open() -> Self {
        Self::open_with(Encryption::None).await
    }

    /// A server with this encryption.
    ///
    /// # Panics
    /// If no port is free or no certificate can be created.
    pub async fn open_with(encryption: Encryption) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate is made");
        let authority = std::env::temp_dir().join(format!("slotbook-post-office-{port}.pem"));
        let mut file = std::fs::File::create(&authority).expect("there is room for a file");
        file.write_all(cert.pem().as_bytes()).expect("there is room for a certificate");
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("it is a key");
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .expect("key and certificate fit");
        let tls = TlsAcceptor::from(Arc::new(config));
        let state: Arc<Mutex<ServerState>> = Arc::default();
        let stop = CancellationToken::new();
        let serving = serve(listener, encryption, tls, state.clone());
        tokio::spawn(stop.clone().run_until_cancelled_owned(serving));
        let url = match encryption {
            Encryption::None => format!("smtp://127.0.0.1:{port}"),
            Encryption::Implicit => format!("smtps://localhost:{port}"),
            Encryption::StartTls => format!("smtp://localhost:{port}?tls=required"),
        };
        Self { url, authority, state, _ends_with_us: stop.drop_guard() }
    }

    /// Behaves this way from the next connection or message on.
    pub fn set_behaviour(&self, behaviour: MailServerBehaviour) {
        self.state().behaviour = behaviour;
    }

    /// Waits this long before accepting each message.
    pub fn delay_answers(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Answers every mail to this recipient with this status.
    pub fn answers(&self, recipient: &str, status: u16) {
        self.state().answers.insert(recipient.to_owned(), status);
    }

    /// Accepts this recipient's mail again.
    pub fn takes_mail_for(&self, recipient: &str) {
        let mut state = self.state();
        state.answers.remove(recipient);
        state.held.remove(recipient);
    }

    /// Accepts this recipient's mail, but never confirms it.
    pub fn keeps_silent_about(&self, recipient: &str) {
        self.state().held.insert(recipient.to_owned());
    }

    /// The mails to a recipient so far, in the order of their arrival.
    pub fn mails_to(&self, recipient: &str) -> Vec<AcceptedMail> {
        self.state().taken.iter().filter(|mail| mail.to == recipient).cloned().collect()
    }

    /// All mails so far.
    pub fn mails(&self) -> Vec<AcceptedMail> {
        self.state().taken.clone()
    }

    /// How many attempts to send a mail were made, accepted or not.
    pub fn tries(&self) -> usize {
        self.state().tries
    }

    /// Waits for a mail to a recipient.
    pub async fn takes_a_mail_to(&self, recipient: &str) -> AcceptedMail {
        eventually(&format!("a mail to {recipient}"), || async {
            self.mails_to(recipient).into_iter().next()
        })
        .await
    }

    /// Waits until this many more attempts were made.
    pub async fn wait_for_attempts(&self, times: usize) {
        let before = self.tries();
        eventually("the post office is tried again", || async {
            (self.tries() >= before + times).then_some(())
        })
        .await;
    }

    /// How many connections there were at once, at most.
    pub fn most_connections_at_once(&self) -> usize {
        self.state().most_guests
    }

    /// Waits until every connection is closed, including those of killed clients.
    pub async fn all_connections_closed(&self) {
        eventually("everybody left the post office", || async {
            (self.state().guests == 0).then_some(())
        })
        .await;
    }

    fn state(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for FakeMailServer {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.authority));
    }
}

async fn serve(
    listener: TcpListener,
    encryption: Encryption,
    tls: TlsAcceptor,
    state: Arc<Mutex<ServerState>>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let clerk = SmtpSession { state: state.clone(), encryption, is_encrypted: false };
        let (tls, state) = (tls.clone(), state.clone());
        let count = move |change: isize| {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.guests = state.guests.saturating_add_signed(change);
            state.most_guests = state.most_guests.max(state.guests);
        };
        count(1);
        tokio::spawn(async move {
            clerk.receives(stream, &tls).await;
            count(-1);
        });
    }
}

/// Serves one connection.
struct SmtpSession {
    state: Arc<Mutex<ServerState>>,
    encryption: Encryption,
    is_encrypted: bool,
}

/// The mail that a client is sending, as far as it has arrived.
#[derive(Default)]
struct Envelope {
    to: Vec<String>,
}

/// What to do after a command.
enum Reply {
    Say(String),
    ReadMessage,
    Encrypt,
    Leave,
}

impl SmtpSession {
    /// Serves a client until it disconnects.
    async fn receives(self, stream: TcpStream, tls: &TlsAcceptor) {
        if self.encryption == Encryption::Implicit {
            let Ok(stream) = tls.accept(stream).await else { return };
            Self { is_encrypted: true, ..self }.talks(stream, true).await;
        } else if let Some(stream) = self.talks(stream, true).await
            && let Ok(stream) = tls.accept(stream).await
        {
            Self { is_encrypted: true, ..self }.talks(stream, false).await;
        }
    }

    fn state(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Handles commands until the connection ends; returns the stream if it is to be encrypted from
    /// here on.
    async fn talks<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S, greets: bool) -> Option<S> {
        let (reading, mut writing) = split(stream);
        let mut lines = BufReader::new(reading);
        if !self.is_willing(&mut lines, &mut writing).await {
            return None;
        }
        if greets {
            writing.write_all(b"220 post office\r\n").await.ok()?;
        }
        let mut envelope = Envelope::default();
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            // A new behaviour also applies to connections that are open already.
            if !self.is_willing(&mut lines, &mut writing).await {
                return None;
            }
            match self.handle_command(line.trim_end(), &mut envelope) {
                Reply::Say(answer) => {
                    writing.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
                }
                Reply::ReadMessage => {
                    self.reads(&mut lines, &mut writing, &std::mem::take(&mut envelope)).await?;
                }
                Reply::Encrypt => {
                    writing.write_all(b"220 go ahead\r\n").await.ok()?;
                    return Some(lines.into_inner().unsplit(writing));
                }
                Reply::Leave => {
                    drop(writing.write_all(b"221 bye\r\n").await);
                    return None;
                }
            }
        }
    }

    /// Whether the client is served. If not, it has been treated according to the behaviour.
    async fn is_willing(
        &self,
        lines: &mut (impl AsyncBufReadExt + Unpin),
        writing: &mut (impl AsyncWrite + Unpin),
    ) -> bool {
        let behaviour = self.state().behaviour;
        match behaviour {
            MailServerBehaviour::Takes | MailServerBehaviour::BreaksOff => return true,
            MailServerBehaviour::Stalls => {
                self.state().tries += 1;
                // Waits until the client gives up.
                drop(lines.read_line(&mut String::new()).await);
            }
            MailServerBehaviour::RefusesAll | MailServerBehaviour::RefusesOne => {
                self.refuses(behaviour);
                drop(writing.write_all(b"554 no mail for anybody today\r\n").await);
            }
        }
        false
    }

    fn refuses(&self, behaviour: MailServerBehaviour) {
        let mut state = self.state();
        state.tries += 1;
        if behaviour == MailServerBehaviour::RefusesOne {
            state.behaviour = MailServerBehaviour::Takes;
        }
    }

    fn handle_command(&self, line: &str, envelope: &mut Envelope) -> Reply {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let wants_encryption = self.encryption == Encryption::StartTls && !self.is_encrypted;
        match verb.as_str() {
            "EHLO" if wants_encryption => Reply::Say("250-post office\r\n250 STARTTLS".into()),
            "EHLO" | "HELO" => Reply::Say("250-post office\r\n250 8BITMIME".into()),
            "STARTTLS" if wants_encryption => Reply::Encrypt,
            "QUIT" => Reply::Leave,
            "MAIL" if wants_encryption => Reply::Say("530 encrypt first".into()),
            "MAIL" => {
                self.state().tries += 1;
                *envelope = Envelope::default();
                Reply::Say("250 ok".into())
            }
            "RCPT" => {
                let to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                let answer = self.state().answers.get(&to).copied();
                envelope.to.push(to);
                Reply::Say(match answer {
                    None => "250 ok".into(),
                    Some(status) => format!("{status} not this one"),
                })
            }
            "DATA" => Reply::ReadMessage,
            "RSET" | "NOOP" => Reply::Say("250 ok".into()),
            _ => Reply::Say("500 what?".into()),
        }
    }

    /// Reads and accepts the message; `None` if the connection ends with it.
    async fn reads(
        &self,
        lines: &mut (impl AsyncBufReadExt + Unpin),
        writing: &mut (impl AsyncWrite + Unpin),
        envelope: &Envelope,
    ) -> Option<()> {
        writing.write_all(b"354 go ahead\r\n").await.ok()?;
        let (mut message_id, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            if lines.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            if self.state().behaviour == MailServerBehaviour::BreaksOff {
                return None;
            }
            if let Some(id) = line.strip_prefix("Message-ID:") {
                message_id = id.trim().to_owned();
            }
            if line == ".\r\n" {
                break;
            }
        }
        let delay = self.state().delay;
        tokio::time::sleep(delay).await;
        if self.accepts(envelope, &message_id) {
            writing.write_all(b"250 taken\r\n").await.ok()
        } else {
            // Waits until the client has disconnected.
            drop(lines.read_line(&mut line).await);
            None
        }
    }

    /// Accepts the mail; `false` if the client must not be told.
    fn accepts(&self, envelope: &Envelope, message_id: &str) -> bool {
        let mut state = self.state();
        for to in &envelope.to {
            let (to, message_id) = (to.clone(), message_id.to_owned());
            state.taken.push(AcceptedMail { to, message_id, is_encrypted: self.is_encrypted });
        }
        !envelope.to.iter().any(|to| state.held.contains(to))
    }
}
