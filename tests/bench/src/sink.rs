//! A mail server that accepts everything at once and records when. It does as little work as
//! possible, so that it is not what is measured.

use anyhow::Context;
use std::collections::HashMap;
use std::os::fd::AsFd;
use std::os::linux::net::TcpStreamExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::polling::LIMIT;

/// The running server. Clones share it.
#[derive(Clone)]
pub struct Sink {
    /// Its address, for `SMTP_URL`.
    pub url: String,
    taken: Arc<Taken>,
}

#[derive(Default)]
struct Taken {
    /// When each mail was first accepted, by the name in its Message-ID.
    mails: Mutex<HashMap<String, Instant>>,
    /// How many mails arrived more than once.
    again: Mutex<usize>,
    news: Notify,
}

impl Sink {
    /// Starts it on a free port.
    ///
    /// # Errors
    /// If there is none.
    pub async fn open() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("smtp://{}", listener.local_addr()?);
        let taken = Arc::<Taken>::default();
        let all = taken.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, all.clone()));
            }
        });
        Ok(Self { url, taken })
    }

    /// Waits until all these mails were accepted, and returns the time of the last one.
    ///
    /// # Errors
    /// If one does not arrive in time.
    pub async fn accepted(&self, names: &[String]) -> anyhow::Result<Instant> {
        let all = || {
            let mails = self.taken.mails();
            let times: Option<Vec<Instant>> =
                names.iter().map(|it| mails.get(it).copied()).collect();
            times.and_then(|times| times.into_iter().max())
        };
        self.when(all).await.with_context(|| format!("{names:?} did not come"))
    }

    /// Waits for this many mails, and returns the times of all.
    ///
    /// # Errors
    /// If they do not arrive in time.
    pub async fn has(&self, count: usize) -> anyhow::Result<Vec<Instant>> {
        let all = || {
            let mails = self.taken.mails();
            (mails.len() >= count).then(|| mails.values().copied().collect())
        };
        self.when(all).await.with_context(|| format!("there are not {count} mails"))
    }

    /// Removes all records, and returns how many mails had arrived more than once.
    pub fn clear(&self) -> usize {
        self.taken.mails().clear();
        std::mem::take(&mut *self.taken.again.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn when<T>(&self, condition: impl Fn() -> Option<T>) -> anyhow::Result<T> {
        let waited = timeout(LIMIT, async {
            loop {
                let news = self.taken.news.notified();
                tokio::pin!(news);
                news.as_mut().enable();
                if let Some(found) = condition() {
                    return found;
                }
                news.await;
            }
        });
        Ok(waited.await?)
    }
}

impl Taken {
    fn mails(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, name: String) {
        let is_new = {
            let mut mails = self.mails();
            let known = mails.len();
            mails.entry(name).or_insert_with(Instant::now);
            mails.len() > known
        };
        if !is_new {
            *self.again.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        }
        self.news.notify_waiters();
    }
}

/// Serves SMTP (RFC 5321) to one client until it disconnects.
async fn serve(stream: TcpStream, taken: Arc<Taken>) -> anyhow::Result<()> {
    stream.set_nodelay(true)?;
    let socket = std::net::TcpStream::from(stream.as_fd().try_clone_to_owned()?);
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink\r\n").await?;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.split_ascii_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match command.as_str() {
            "EHLO" => b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                taken.take(read_mail(&mut stream, &socket).await?);
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        stream.write_all(answer).await?;
    }
}

/// Reads a whole mail, and returns the name in its Message-ID, which is the part before the `@`.
async fn read_mail(
    stream: &mut BufReader<TcpStream>,
    socket: &std::net::TcpStream,
) -> anyhow::Result<String> {
    let (mut line, mut name) = (String::new(), String::new());
    loop {
        line.clear();
        if stream.buffer().is_empty() {
            // lettre writes a mail and its end separately, and the second part waits until the
            // first is acknowledged, which takes the system 40 ms by default.
            socket.set_quickack(true)?;
        }
        stream.read_line(&mut line).await?;
        if line.is_empty() || line == ".\r\n" {
            return Ok(name);
        }
        if name.is_empty()
            && let Some(id) = line.strip_prefix("Message-ID: <")
        {
            name = id.split('@').next().unwrap_or_default().to_owned();
        }
    }
}
