//! A date in the service's time zone, as text.

use chrono::NaiveDate;

/// Reads a date in the form `YYYY-MM-DD` of exactly ten characters. chrono's own parser also
/// accepts blanks, signs and short numbers.
pub fn wall_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let is_shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    is_shaped.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_four_two_and_two_digits() {
        assert_eq!(wall_date("2027-01-04"), NaiveDate::from_ymd_opt(2027, 1, 4));
        for text in [
            "",
            "2027-01-4 ",
            " 2027-01-4",
            "2027-1-04",
            "+2027-01-04",
            "02027-01-04",
            "2027-01-04 ",
            "2027-02-30",
            "2027-13-01",
            "２０２７-01-04",
            "2027/01/04",
            "20270104",
            "2027-01-0\u{664}",
            "-027-01-04",
        ] {
            assert_eq!(wall_date(text), None, "{text:?}");
        }
    }
}
