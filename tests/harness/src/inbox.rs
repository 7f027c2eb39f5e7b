//! The inbox that receives all local mail.

use crate::{environment::emulator, eventually};
use reqwest::Client;
use serde_json::Value;

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Its HTML.
    pub html: String,
    /// The address that replies go to.
    pub reply_to: String,
    /// Its Message-ID.
    pub message_id: String,
}

/// Every mail to this address so far.
pub async fn mails_to(client: &Client, address: &str) -> Vec<Mail> {
    let url = format!("{}/email", emulator("SLOTBOOK_INBOX_URL"));
    let response = client.get(url).send().await.expect("the inbox answers");
    let all: Vec<Value> = response.json().await.expect("the inbox answers JSON");
    let is_to = |mail: &&Value| {
        let to = mail["to"].as_array().cloned().unwrap_or_default();
        to.iter().any(|to| to["address"] == address)
    };
    all.iter().filter(is_to).map(mail).collect()
}

/// Waits for at least one mail to this address.
pub async fn first_mail_to(client: &Client, address: &str) -> Mail {
    eventually(&format!("a mail to {address}"), || async {
        mails_to(client, address).await.into_iter().next()
    })
    .await
}

fn mail(mail: &Value) -> Mail {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Mail {
        subject: text(&mail["subject"]),
        text: text(&mail["text"]),
        html: text(&mail["html"]),
        reply_to: text(&mail["replyTo"][0]["address"]),
        message_id: text(&mail["headers"]["message-id"]),
    }
}
