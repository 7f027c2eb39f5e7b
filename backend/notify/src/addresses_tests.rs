//! Tests that the text of a mail promises a reply only to the address in its headers.

use super::{PlannedMail, plan};
use mail_parser::MessageParser;
use slotbook_contract::{Money, ProviderId, ServiceId, UserId};
use slotbook_domain::{Booking, Consumer, Provider, ProviderContact, SlotRef, booking_id};
use slotbook_mail::{MailServer, Mailer, OutgoingMail, SendFailure, render};
use tokio::runtime::Builder;

fn planned(consumer: &str, provider: &str) -> [PlannedMail; 2] {
    let slot = SlotRef {
        service_id: ServiceId::new("consultation"),
        date: "2026-12-01".parse().unwrap(),
        time: "10:00".parse().unwrap(),
    };
    let id = ProviderId::new("ada");
    let booking = Booking {
        id: booking_id(&slot),
        slot,
        provider_id: id.clone(),
        consumer: Consumer {
            user_id: UserId::new("carol"),
            email: consumer.into(),
            name: Some("Carol".into()),
        },
        service_name: "Consultation".into(),
        starts_at: "2026-12-01T10:00:00Z".parse().unwrap(),
        ends_at: "2026-12-01T10:30:00Z".parse().unwrap(),
        zone: "Europe/London".parse().unwrap(),
        price: Money::new(4000, "GBP"),
        created_at: "2026-11-22T16:00:00Z".parse().unwrap(),
    };
    let zone = "Europe/London".parse().unwrap();
    let who = Provider { id, display_name: "Ada".into(), zone, is_revoked: false };
    plan(&booking, &who, &ProviderContact { email: provider.into(), name: "Ada".into() })
}

/// The bytes of the mail and its plain text.
fn written(mail: &PlannedMail) -> Result<(Vec<u8>, String), SendFailure> {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let _entered = runtime.enter();
    let server = MailServer { url: "smtp://127.0.0.1:1", authority: None, connections: 1 };
    let mailer = Mailer::new(&server, "Slotbook <no-reply@slotbook.test>").unwrap();
    let content = render(mail.entry.email_type, &mail.appointment).unwrap();
    let text = content.text.clone();
    let outgoing = OutgoingMail {
        message_id: mail.entry.id.to_string(),
        to: (mail.recipient_name.clone(), mail.entry.recipient.clone()),
        reply_to: mail.reply_to.clone(),
        content,
    };
    Ok((mailer.message(&outgoing)?.formatted(), text))
}

const PROMISE: &str = "your answer goes to";

#[test]
fn an_answer_is_promised_exactly_where_the_header_names_who_gets_it() {
    for (address, can_be_answered) in [
        ("carol@slotbook.test", true),
        ("o'hara+tag@slotbook.test", true),
        ("carol@bücher.example", true),
        ("carol@例え.テスト", true),
        ("a..b@slotbook.test", false),
        (".a@slotbook.test", false),
        ("a.@slotbook.test", false),
        ("a b@slotbook.test", false),
        ("no address", false),
        ("", false),
        ("a@", false),
        ("a@-slotbook-.test\u{2260}", false),
        ("jürgen@slotbook.test", false),
        ("a@b@slotbook.test", false),
        ("a&b=c?bcc=victim%40x.test&subject=hi@slotbook.test", true),
    ] {
        let [_, notice] = planned(address, "ada@slotbook.test");
        let (bytes, text) = written(&notice).unwrap();
        let message = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(message.reply_to().is_some(), can_be_answered, "{address}: {text}");
        assert_eq!(text.contains(PROMISE), can_be_answered, "{address}: {text}");
        let content = render(notice.entry.email_type, &notice.appointment).unwrap();
        assert_eq!(content.html.contains(PROMISE), can_be_answered, "{address}");
    }
}

#[test]
fn an_international_domain_is_written_in_headers_as_the_ascii_that_every_mail_server_knows() {
    for (address, header) in [
        ("carol@bücher.example", "carol@xn--bcher-kva.example"),
        ("carol@BÜCHER.example", "carol@xn--bcher-kva.example"),
        ("carol@faß.example", "carol@xn--fa-hia.example"),
        ("carol@例え.テスト", "carol@xn--r8jz45g.xn--zckzah"),
    ] {
        let [confirmation, notice] = planned(address, "ada@slotbook.test");
        for (mail, is_to) in [(&confirmation, true), (&notice, false)] {
            let (bytes, _) = written(mail).unwrap();
            assert!(bytes.iter().all(u8::is_ascii), "{address}");
            let message = MessageParser::default().parse(&bytes).unwrap();
            let named = if is_to { message.to() } else { message.reply_to() };
            let named = named.and_then(|all| all.first()?.address()).map(str::to_owned);
            assert_eq!(named.as_deref(), Some(header));
        }
    }
}

#[test]
fn a_mail_to_an_address_that_no_header_can_hold_fails_for_good_and_says_why() {
    for address in ["jürgen@slotbook.test", "a..b@slotbook.test", "山田@例え.テスト", "no address"]
    {
        let [confirmation, notice] = planned(address, "ada@slotbook.test");
        let failure = written(&confirmation).map(|_| ()).unwrap_err();
        assert!(matches!(failure, SendFailure::Permanent(_)), "{address}: {failure:?}");
        assert!(written(&notice).is_ok(), "{address}");
    }
}
