//! Tests that no name of a person or service changes the structure of a mail. The mails are read
//! back by a parser of another library.

use super::{Appointment, MailServer, Mailer, OneLine, OutgoingMail, RenderedMail, render};
use mail_parser::{Address, HeaderValue, Message, MessageParser};
use proptest::prelude::*;
use slotbook_contract::EmailType;
use tokio::runtime::Builder;

const BOTH: [EmailType; 2] = [EmailType::BookingConfirmation, EmailType::AppointmentNotification];

/// Hostile fragments, combined in any order and number.
fn hostile_text() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\t",
        " ",
        "\"",
        "\\",
        "'",
        "<",
        ">",
        "&",
        "=?utf-8?q?x?=",
        "?=",
        "Bcc: all@example.test",
        "\r\n.\r\n",
        "--",
        "<script>alert(1)</script>",
        "<img src=x onerror=a>",
        "<!--",
        "-->",
        "{{ of.price }}",
        "{% block %}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{2028}",
        "@",
        ",",
        ";",
        ":",
        "é",
        "日本語",
        "עברית",
        "👩\u{200d}⚕\u{fe0f}",
        "a",
        "Ada",
    ]);
    prop::collection::vec(prop_oneof![bits.prop_map(str::to_owned), any::<String>()], 0..30)
        .prop_map(|bits| bits.concat())
}

fn appointment(service: &str, provider: &str, consumer: &str) -> Appointment {
    Appointment {
        service: OneLine::new(service),
        provider: OneLine::new(provider),
        consumer: OneLine::new(consumer),
        consumer_email: OneLine::new("carol@slotbook.test"),
        date: "Tuesday 1 December 2026".into(),
        starts: "10:00".into(),
        time: "10:00 to 10:30".into(),
        zone: "Europe/London, UTC+00:00".into(),
        price: "£40.00".into(),
        booking_id: "a3d1caf2-76ee-5e76-bb25-a284b5f7e678".into(),
        accepts_replies: true,
    }
}

/// The bytes of the mail as they are sent to the mail server.
fn written(content: RenderedMail, to: &str, reply_to: &str) -> Vec<u8> {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    // The mailer's connection pool needs a runtime even if nothing is sent.
    let _entered = runtime.enter();
    let server = MailServer { url: "smtp://127.0.0.1:1", authority: None, connections: 1 };
    let mailer = Mailer::new(&server, "Slotbook <no-reply@slotbook.test>").unwrap();
    let outgoing = OutgoingMail {
        message_id: "1f1d2a34-5b6c-4d7e-8f90-a1b2c3d4e5f6".into(),
        to: (to.into(), "carol@slotbook.test".into()),
        reply_to: Some((reply_to.into(), "ada@slotbook.test".parse().unwrap())),
        content,
    };
    mailer.message(&outgoing).unwrap().formatted()
}

fn addresses<'a>(of: Option<&'a Address<'a>>) -> Vec<&'a str> {
    of.map(|all| all.iter().filter_map(|one| one.address()).collect()).unwrap_or_default()
}

fn header_names(message: &Message) -> Vec<String> {
    let mut names: Vec<String> =
        message.headers().iter().map(|header| header.name().to_lowercase()).collect();
    names.sort();
    names
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Headers may be folded at any blank, so blanks are not compared.
fn name_of(header: Option<&Address>) -> String {
    let name = header.and_then(Address::first).and_then(|one| one.name());
    without_blanks(name.unwrap_or_default())
}

fn is_one_mail(service: &str, provider: &str, consumer: &str) {
    let of = appointment(service, provider, consumer);
    for email_type in BOTH {
        let content = render(email_type, &of).unwrap();
        let (to, reply_to) = (of.consumer.without_isolates(), of.provider.without_isolates());
        let bytes = written(content.clone(), to, reply_to);
        let message = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(
            header_names(&message),
            [
                "auto-submitted",
                "content-type",
                "date",
                "from",
                "message-id",
                "mime-version",
                "reply-to",
                "subject",
                "to"
            ]
        );
        assert_eq!(
            message.header("Auto-Submitted").and_then(HeaderValue::as_text),
            Some("auto-generated")
        );
        assert_eq!(addresses(message.from()), ["no-reply@slotbook.test"]);
        assert_eq!(addresses(message.to()), ["carol@slotbook.test"]);
        assert_eq!(addresses(message.reply_to()), ["ada@slotbook.test"]);
        assert_eq!(
            (name_of(message.to()), name_of(message.reply_to())),
            (without_blanks(to), without_blanks(reply_to))
        );
        assert_eq!(message.subject().map(without_blanks), Some(without_blanks(&content.subject)));
        assert_eq!((message.text_body.len(), message.html_body.len()), (1, 1));
        assert_eq!(message.attachment_count(), 0);
        let part = |body: Option<std::borrow::Cow<str>>| body.map(|it| without_blanks(&it));
        assert_eq!(part(message.body_text(0)), Some(without_blanks(&content.text)));
        assert_eq!(part(message.body_html(0)), Some(without_blanks(&content.html)));
        assert!(matches!(message.header("Message-ID"), Some(HeaderValue::Text(_))));
        assert!(bytes.split(|it| *it == b'\n').all(|line| line.len() <= 999), "a line is too long");
        assert!(bytes.iter().all(u8::is_ascii), "a mail server need not take anything else");
    }
}

proptest! {
    #[test]
    fn whatever_names_say_it_stays_one_mail_to_one_person(
        service in hostile_text(), provider in hostile_text(), consumer in hostile_text(),
    ) {
        is_one_mail(&service, &provider, &consumer);
    }

    #[test]
    fn names_add_no_line_to_the_text_and_no_tag_to_the_html(
        service in hostile_text(), provider in hostile_text(), consumer in hostile_text(),
    ) {
        let count = |text: &str, letter: char| text.matches(letter).count();
        for email_type in BOTH {
            let plain = render(email_type, &appointment("a", "b", "c")).unwrap();
            let mail = render(email_type, &appointment(&service, &provider, &consumer)).unwrap();
            prop_assert_eq!(mail.text.lines().count(), plain.text.lines().count());
            prop_assert_eq!(mail.subject.lines().count(), 1);
            for letter in ['<', '>', '"'] {
                prop_assert_eq!(count(&mail.html, letter), count(&plain.html, letter));
            }
            let reorders = |it: char| ('\u{202a}'..='\u{202e}').contains(&it) || ('\u{2066}'..='\u{2067}').contains(&it);
            prop_assert!(!mail.text.contains(reorders) && !mail.html.contains(reorders));
        }
    }
}

#[test]
fn very_long_names_stay_one_mail() {
    for name in
        ["a".repeat(10_000), "日".repeat(10_000), "\"\\<>".repeat(2_000), "é ".repeat(5_000)]
    {
        is_one_mail(&name, &name, &name);
    }
}
