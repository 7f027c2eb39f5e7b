//! Snapshots of the subject, text and HTML of the mails about a booking.

use super::{PlannedMail, plan};
use slotbook_contract::{BookingId, Money, ProviderId, ServiceId, UserId};
use slotbook_domain::{Booking, Consumer, Provider, ProviderContact, SlotRef, TimeZone};
use slotbook_mail::render;
use uuid::uuid;

struct Case {
    service: &'static str,
    provider: &'static str,
    consumer: Option<&'static str>,
    zone: &'static str,
    starts_at: &'static str,
    ends_at: &'static str,
    price: (i64, &'static str),
}

const LONDON: Case = Case {
    service: "Consultation",
    provider: "Dr. Ada Byron",
    consumer: Some("Carol Shaw"),
    zone: "Europe/London",
    starts_at: "2026-12-01T10:00:00Z",
    ends_at: "2026-12-01T10:30:00Z",
    price: (4000, "GBP"),
};

impl Case {
    fn planned(&self) -> [PlannedMail; 2] {
        let zone: TimeZone = self.zone.parse().unwrap();
        let on_the_wall = zone.wall_time(self.starts_at.parse().unwrap());
        let slot = SlotRef {
            service_id: ServiceId::new("consultation"),
            date: on_the_wall.date_naive(),
            time: on_the_wall.time().into(),
        };
        let id = ProviderId::new("ada");
        let booking = Booking {
            id: BookingId(uuid!("a3d1caf2-76ee-5e76-bb25-a284b5f7e678")),
            slot,
            provider_id: id.clone(),
            consumer: Consumer {
                user_id: UserId::new("carol"),
                email: "carol@slotbook.test".into(),
                name: self.consumer.map(str::to_owned),
            },
            service_name: self.service.into(),
            starts_at: self.starts_at.parse().unwrap(),
            ends_at: self.ends_at.parse().unwrap(),
            zone,
            price: Money::new(self.price.0, self.price.1),
            created_at: "2026-11-22T16:00:00Z".parse().unwrap(),
        };
        let provider = Provider { id, display_name: self.provider.into(), zone, is_revoked: false };
        let contact =
            ProviderContact { email: "ada@slotbook.test".into(), name: self.provider.into() };
        plan(&booking, &provider, &contact)
    }

    fn mails(&self) -> [String; 2] {
        self.planned().map(|mail| as_read(&mail))
    }

    fn html(&self) -> [String; 2] {
        self.planned().map(|mail| render(mail.entry.email_type, &mail.appointment).unwrap().html)
    }
}

fn as_read(mail: &PlannedMail) -> String {
    let content = render(mail.entry.email_type, &mail.appointment).unwrap();
    let name = &mail.recipient_name;
    let to = if name.is_empty() { String::new() } else { format!("{name} ") };
    let reply_to = mail
        .reply_to
        .as_ref()
        .map_or(String::new(), |(name, address)| format!("Reply-To: {name} <{address}>\n"));
    format!(
        "To: {to}<{}>\n{reply_to}Subject: {}\n\n{}",
        mail.entry.recipient, content.subject, content.text
    )
}

#[test]
fn an_appointment_in_winter_in_london() {
    let [confirmation, notice] = LONDON.mails();
    insta::assert_snapshot!("london_confirmation", confirmation);
    insta::assert_snapshot!("london_notice", notice);
}

#[test]
fn an_appointment_in_summer_in_new_york_of_somebody_without_a_name() {
    let case = Case {
        consumer: None,
        zone: "America/New_York",
        starts_at: "2026-07-01T13:45:00Z",
        ends_at: "2026-07-01T14:30:00Z",
        price: (3500, "USD"),
        ..LONDON
    };
    let [confirmation, notice] = case.mails();
    insta::assert_snapshot!("new_york_confirmation", confirmation);
    insta::assert_snapshot!("new_york_notice", notice);
}

#[test]
fn an_appointment_over_the_hour_that_comes_twice() {
    let case =
        Case { starts_at: "2026-10-25T00:30:00Z", ends_at: "2026-10-25T01:15:00Z", ..LONDON };
    insta::assert_snapshot!("fold_confirmation", case.mails()[0]);
}

#[test]
fn names_and_money_of_tokyo() {
    let case = Case {
        service: "カット",
        provider: "田中 花子",
        consumer: Some("鈴木 一郎"),
        zone: "Asia/Tokyo",
        price: (4000, "JPY"),
        ..LONDON
    };
    insta::assert_snapshot!("tokyo_confirmation", case.mails()[0]);
}

#[test]
fn names_from_right_to_left_and_money_of_three_decimals() {
    let case = Case {
        service: "استشارة",
        provider: "ليلى الأحمد",
        consumer: Some("דנה כהן"),
        zone: "Asia/Kuwait",
        price: (12_500, "KWD"),
        ..LONDON
    };
    insta::assert_snapshot!("kuwait_notice", case.mails()[1]);
}

#[test]
fn names_that_try_to_be_more_than_names() {
    let case = Case {
        service: "Cut\r\nBcc: all@example.test\r\n\r\n<img src=x onerror=alert(1)>",
        provider: "Ada\u{202e} \"Dr.\" <b>Byron</b>",
        consumer: Some("<script>alert(1)</script>\nPrice:   £0.00"),
        ..LONDON
    };
    let [confirmation, notice] = case.mails();
    insta::assert_snapshot!("mischief_confirmation", confirmation);
    insta::assert_snapshot!("mischief_notice", notice);
}

#[test]
fn names_that_lead_somewhere_else() {
    let case = Case {
        service: "Free trial at www.evil.example",
        provider: "Ada, ada@evil.example",
        consumer: Some("You have won! https://evil.example/claim"),
        ..LONDON
    };
    let [confirmation, notice] = case.mails();
    assert!(!confirmation.contains("won"), "{confirmation}");
    for mail in [&confirmation, &notice].into_iter().chain(&case.html()) {
        assert!(!mail.contains("evil.example") && !mail.contains("@evil"), "{mail}");
    }
    insta::assert_snapshot!("lure_confirmation", confirmation);
    insta::assert_snapshot!("lure_notice", notice);
}

#[test]
fn the_html_of_both_mails() {
    let [confirmation, notice] = LONDON.html();
    insta::assert_snapshot!("london_confirmation_html", confirmation);
    insta::assert_snapshot!("london_notice_html", notice);
}
