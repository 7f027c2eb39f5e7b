//! Formats dates, times and prices for people. Pure.

use chrono::{DateTime, FixedOffset};
use slotbook_contract::Money;
use slotbook_domain::Booking;

/// The time of an appointment in the service's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentTime {
    /// The day it starts on, such as `Tuesday 1 December 2026`.
    pub date: String,
    /// When it starts, such as `10:00`.
    pub starts: String,
    /// Start and end, such as `10:00 to 10:30`.
    pub time: String,
    /// The zone with its offset, such as `Europe/London, UTC+00:00`.
    pub zone: String,
}

impl AppointmentTime {
    /// The time of a booking. The start is the date and time that were booked; their offset is the
    /// difference to the instant that was booked, so a later law of the zone does not change what
    /// the mail says. An end on another day includes the day, and an end after a clock change
    /// includes its offset.
    pub fn of(booking: &Booking) -> Self {
        let (starts, ends) = wall_times(booking);
        let mut end = ends.format("%H:%M").to_string();
        if ends.date_naive() != starts.date_naive() {
            end = format!("{end} on {}", ends.format("%A %-d %B"));
        }
        if ends.offset() != starts.offset() {
            end = format!("{end} (then UTC{})", ends.format("%:z"));
        }
        let start = starts.format("%H:%M").to_string();
        Self {
            date: starts.format("%A %-d %B %Y").to_string(),
            time: format!("{start} to {end}"),
            starts: start,
            zone: format!("{}, UTC{}", booking.zone, starts.format("%:z")),
        }
    }
}

/// The wall times of a booking's start and end. Between the two, clocks change by the current rules
/// of the zone.
fn wall_times(booking: &Booking) -> (DateTime<FixedOffset>, DateTime<FixedOffset>) {
    let by_the_rules = [booking.starts_at, booking.ends_at].map(|at| booking.zone.wall_time(at));
    let [rule_at_start, rule_at_end] = by_the_rules.map(|at| at.offset().local_minus_utc());
    let booked = booking.slot.date.and_time(booking.slot.time.as_naive());
    let ahead = (booked - booking.starts_at.naive_utc()).num_seconds();
    let offset = |seconds: i64| i32::try_from(seconds).ok().and_then(FixedOffset::east_opt);
    let at_end = ahead + i64::from(rule_at_end - rule_at_start);
    match (offset(ahead), offset(at_end)) {
        (Some(at_start), Some(at_end)) => {
            (booking.starts_at.with_timezone(&at_start), booking.ends_at.with_timezone(&at_end))
        }
        // No offset exceeds a day: the document was written by hand, so the current rules are used.
        _ => by_the_rules.into(),
    }
}

/// The price, with as many decimals as its currency has. A currency is written as its code if it
/// shares its sign with another one, or has no sign of one letter.
pub fn price(price: &Money) -> String {
    let amount = grouped(&price.decimal());
    match price.currency.as_str() {
        "EUR" => format!("€{amount}"),
        "GBP" => format!("£{amount}"),
        "INR" => format!("₹{amount}"),
        "JPY" => format!("¥{amount}"),
        "KRW" => format!("₩{amount}"),
        "USD" => format!("${amount}"),
        // A no-break space keeps the code and the amount on one line.
        code => format!("{code}\u{a0}{amount}"),
    }
}

/// `1234567.50` as `1,234,567.50`
fn grouped(decimal: &str) -> String {
    let whole_digits = decimal.trim_start_matches('-').find('.');
    let mut ahead = whole_digits.unwrap_or(decimal.trim_start_matches('-').len());
    let mut grouped = String::new();
    for digit in decimal.chars() {
        grouped.push(digit);
        if digit.is_ascii_digit() && ahead > 0 {
            ahead -= 1;
            if ahead > 0 && ahead.is_multiple_of(3) {
                grouped.push(',');
            }
        }
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::{ProviderId, ServiceId, UserId, samples};
    use slotbook_domain::{Consumer, SlotRef, TimeZone, booking_id};

    /// A booking from `starts_at` to `ends_at`, made under the current law.
    fn booking(starts_at: &str, ends_at: &str, zone: &str) -> Booking {
        let zone: TimeZone = zone.parse().unwrap();
        let (starts_at, ends_at) = (starts_at.parse().unwrap(), ends_at.parse().unwrap());
        let on_the_wall = zone.wall_time(starts_at);
        let slot = SlotRef {
            service_id: ServiceId::new("haircut"),
            date: on_the_wall.date_naive(),
            time: on_the_wall.time().into(),
        };
        Booking {
            id: booking_id(&slot),
            slot,
            provider_id: ProviderId::new("grace"),
            consumer: Consumer { user_id: UserId::new("carol"), email: String::new(), name: None },
            service_name: "Haircut".into(),
            starts_at,
            ends_at,
            zone,
            price: Money::new(3500, "USD"),
            created_at: starts_at,
        }
    }

    fn when(starts_at: &str, ends_at: &str, zone: &str) -> AppointmentTime {
        AppointmentTime::of(&booking(starts_at, ends_at, zone))
    }

    #[test]
    fn the_time_is_the_one_on_the_services_wall_with_zone_and_offset() {
        let winter = when("2026-12-01T14:45:00Z", "2026-12-01T15:30:00Z", "America/New_York");
        assert_eq!(
            (winter.date.as_str(), winter.time.as_str()),
            ("Tuesday 1 December 2026", "09:45 to 10:30")
        );
        assert_eq!(winter.zone, "America/New_York, UTC-05:00");
        let summer = when("2026-07-01T13:45:00Z", "2026-07-01T14:30:00Z", "America/New_York");
        assert_eq!(
            (summer.starts.as_str(), summer.zone.as_str()),
            ("09:45", "America/New_York, UTC-04:00")
        );
    }

    #[test]
    fn an_end_after_midnight_names_its_day() {
        let late = when("2026-12-31T23:30:00Z", "2027-01-01T00:30:00Z", "Europe/London");
        assert_eq!(late.time, "23:30 to 00:30 on Friday 1 January");
    }

    #[test]
    fn an_end_after_the_clocks_were_changed_names_its_offset() {
        let back = when("2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z", "Europe/London");
        assert_eq!(back.time, "01:30 to 01:15 (then UTC+00:00)");
        assert_eq!(back.zone, "Europe/London, UTC+01:00");
        let half_an_hour =
            when("2026-10-03T15:15:00Z", "2026-10-03T15:45:00Z", "Australia/Lord_Howe");
        assert_eq!(half_an_hour.time, "01:45 to 02:45 (then UTC+11:00)");
    }

    #[test]
    fn a_booking_of_an_old_law_says_the_time_that_was_booked_and_how_far_that_is_from_utc() {
        // Booked when the clocks of Vancouver were expected to go back in November 2026: 09:00 was
        // 17:00 UTC.
        let (starts_at, ends_at) = ("2026-12-14T17:00:00Z", "2026-12-14T17:30:00Z");
        let mut old = booking(starts_at, ends_at, "America/Vancouver");
        old.slot.time = "09:00".parse().unwrap();
        let told = AppointmentTime::of(&old);
        assert_eq!(told.time, "09:00 to 09:30");
        assert_eq!(told.zone, "America/Vancouver, UTC-08:00");
    }

    #[test]
    fn a_time_that_no_clock_can_have_is_told_by_the_rules() {
        let mut strange = booking("2026-12-01T10:00:00Z", "2026-12-01T10:30:00Z", "Europe/London");
        strange.slot.date = "2027-12-01".parse().unwrap();
        assert_eq!(AppointmentTime::of(&strange).date, "Tuesday 1 December 2026");
    }

    #[test]
    fn a_price_has_the_decimals_of_its_currency() {
        for (amount_minor, currency, shown) in [
            (4000, "GBP", "£40.00"),
            (3505, "USD", "$35.05"),
            (4000, "JPY", "¥4,000"),
            (12_345, "KWD", "KWD\u{a0}12.345"),
            (123_456_789, "CAD", "CAD\u{a0}1,234,567.89"),
            (0, "EUR", "€0.00"),
            (i64::MIN, "KWD", "KWD\u{a0}-9,223,372,036,854,775.808"),
        ] {
            assert_eq!(price(&Money::new(amount_minor, currency)), shown);
        }
    }

    #[test]
    fn every_currency_is_put_with_the_digits_that_the_api_answers() {
        let samples: Vec<serde_json::Value> = serde_json::from_str(samples::PRICES).unwrap();
        assert!(!samples.is_empty());
        for sample in samples {
            let of: Money = serde_json::from_value(sample.clone()).unwrap();
            let shown = price(&of);
            assert_eq!(shown, sample["mail"]);
            let digits = |text: &str| text.replace(|one: char| !one.is_ascii_digit(), "");
            assert_eq!(digits(&shown), digits(&of.decimal()));
        }
    }
}
