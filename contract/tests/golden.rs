//! Every type reads its golden sample and writes it back unchanged.

#![allow(clippy::unwrap_used, reason = "these are all tests")]

use iso4217_static::Currency;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use slotbook_contract::{
    Availability, Booking, BookingPage, BookingRequest, DayOutcome, Demand, DisplacedSlots,
    EmailType, HoursRules, Me, Money, Notification, NotificationPage, NotificationStatus,
    OpeningHours, Problem, ProblemCode, ProviderBooking, ProviderService, ProviderSlot,
    PublishOutcome, PublishPreview, Service, ServiceDraft, ServicePatch, currency,
    documents::SlotDocument, samples,
};

fn round_trips<T: Serialize + DeserializeOwned>(sample: &str) -> T {
    let golden: Value = serde_json::from_str(sample).expect("the sample is JSON");
    let read: T = serde_json::from_value(golden.clone()).expect("the shape reads its sample");
    assert_eq!(serde_json::to_value(&read).unwrap(), golden);
    read
}

#[test]
fn every_shape_reads_its_sample_and_writes_it_back_unchanged() {
    round_trips::<Service>(samples::SERVICE);
    round_trips::<ProviderService>(samples::PROVIDER_SERVICE);
    round_trips::<ServiceDraft>(samples::SERVICE_DRAFT);
    round_trips::<ServicePatch>(samples::SERVICE_PATCH);
    round_trips::<OpeningHours>(samples::OPENING_HOURS);
    round_trips::<OpeningHours>(samples::STANDING_HOURS);
    round_trips::<HoursRules>(samples::HOURS_RULES);
    round_trips::<PublishOutcome>(samples::PUBLISH_OUTCOME);
    round_trips::<PublishPreview>(samples::PUBLISH_PREVIEW);
    round_trips::<DayOutcome>(samples::DAY_OUTCOME);
    round_trips::<ProviderBooking>(samples::PROVIDER_BOOKING);
    round_trips::<Availability>(samples::AVAILABILITY);
    round_trips::<BookingRequest>(samples::BOOKING_REQUEST);
    round_trips::<Booking>(samples::BOOKING);
    round_trips::<BookingPage>(samples::BOOKING_PAGE);
    round_trips::<Demand>(samples::DEMAND);
    round_trips::<DisplacedSlots>(samples::DISPLACED_SLOTS);
    round_trips::<Notification>(samples::NOTIFICATION);
    round_trips::<NotificationPage>(samples::NOTIFICATION_PAGE);
    round_trips::<ProviderSlot>(samples::PROVIDER_SLOT);
    round_trips::<Me>(samples::ME);
    round_trips::<Problem>(samples::PROBLEM_SLOT_ALREADY_BOOKED);
    round_trips::<Problem>(samples::PROBLEM_INVALID_REQUEST);
}

#[test]
fn a_slot_document_says_when_it_starts() {
    let slot: SlotDocument = round_trips(samples::SLOT_DOCUMENT);
    assert_eq!(slot.starts_at().unwrap().to_rfc3339(), "2026-12-01T10:00:00+00:00");
    assert_eq!(slot.ends_at().unwrap().to_rfc3339(), "2026-12-01T10:30:00+00:00");
}

#[test]
fn a_states_and_a_mails_name_is_the_one_in_json() {
    for status in NotificationStatus::ALL {
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
    }
    for email_type in EmailType::ALL {
        assert_eq!(serde_json::to_value(email_type).unwrap(), email_type.as_str());
    }
}

#[test]
fn an_unknown_field_in_a_booking_request_is_refused() {
    let mut request: Value = serde_json::from_str(samples::BOOKING_REQUEST).unwrap();
    request["price"] = 1.into();
    assert!(serde_json::from_value::<BookingRequest>(request).is_err());
}

#[test]
fn what_a_provider_sends_has_no_unknown_field_and_no_window_past_midnight() {
    let hours = |change: fn(&mut Value)| {
        let mut hours: Value = serde_json::from_str(samples::OPENING_HOURS).unwrap();
        change(&mut hours);
        serde_json::from_value::<OpeningHours>(hours)
    };
    assert!(hours(|hours| hours["weekly"]["monday"][0]["end"] = "24:00".into()).is_ok());
    assert!(hours(|hours| hours["weekly"]["monday"][0]["end"] = "24:05".into()).is_err());
    assert!(hours(|hours| hours["weekly"]["monday"][0]["start"] = "24:00".into()).is_err());
    assert!(hours(|hours| hours["weekly"]["someday"] = Value::Array(Vec::new())).is_err());
    let mut draft: Value = serde_json::from_str(samples::SERVICE_DRAFT).unwrap();
    draft["id"] = "mine".into();
    assert!(serde_json::from_value::<ServiceDraft>(draft).is_err());
}

#[test]
fn a_problem_says_the_status_of_its_code() {
    for sample in [samples::PROBLEM_SLOT_ALREADY_BOOKED, samples::PROBLEM_INVALID_REQUEST] {
        let problem: Problem = serde_json::from_str(sample).unwrap();
        let code: ProblemCode = problem.extensions.code;
        assert_eq!((problem.status, problem.title.as_str()), (code.status(), code.title()));
    }
}

#[test]
fn there_is_a_sample_of_a_price_in_every_currency_that_is_money() {
    #[derive(Deserialize)]
    struct Sample {
        #[serde(flatten)]
        price: Money,
        decimal: String,
    }
    let prices: Vec<Sample> = serde_json::from_str(samples::PRICES).unwrap();
    for Sample { price, decimal } in &prices {
        assert_eq!(*price, Money::new(price.amount_minor, price.currency.as_str()));
        assert_eq!(price.decimal(), *decimal, "{price:?}");
    }
    let listed = (0..1000).filter_map(|number| Currency::from_u16(number).ok());
    let mut money: Vec<_> = listed.map(|currency| currency.as_str()).collect();
    money.retain(|code| currency::is_money(code));
    money.sort_unstable();
    let sampled: Vec<_> = prices.iter().map(|one| one.price.currency.as_str()).collect();
    assert_eq!(sampled, money);
}

#[test]
fn a_price_that_is_sent_says_no_minor_units() {
    let mut draft: Value = serde_json::from_str(samples::SERVICE_DRAFT).unwrap();
    draft["price"]["minorUnits"] = 2.into();
    assert!(serde_json::from_value::<ServiceDraft>(draft).is_err());
}
