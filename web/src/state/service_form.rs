//! A service while it is being written.

/// The lengths that are offered to choose from, in minutes.
pub const DURATIONS: [u16; 12] = [5, 10, 15, 20, 30, 45, 50, 60, 90, 120, 180, 240];
/// The currencies that are offered to choose from.
pub const CURRENCIES: [&str; 12] =
    ["GBP", "EUR", "USD", "AUD", "CAD", "CHF", "DKK", "INR", "JPY", "NOK", "PLN", "SEK"];

/// What a price that was typed is in minor units, of which 10^`digits` make one of the currency;
/// `None` for what is no price. A comma serves as well as a point.
pub fn amount_minor(typed: &str, digits: u32) -> Option<i64> {
    let typed = typed.trim().replace(',', ".");
    let (whole, rest) = typed.split_once('.').unwrap_or((&typed, ""));
    let digits = usize::try_from(digits).ok()?;
    let is_number = |text: &str| text.chars().all(|one| one.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(rest) || rest.len() > digits {
        return None;
    }
    format!("{whole}{rest:0<digits$}").parse().ok()
}

/// A price in minor units as one would type it.
pub fn typed_amount(minor: i64, digits: u32) -> String {
    let unit = 10_i64.pow(digits);
    match usize::try_from(digits) {
        Ok(width) if width > 0 => format!("{}.{:0width$}", minor / unit, minor % unit),
        _ => minor.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_as_it_is_typed() {
        for (typed, digits, minor) in [
            ("40", 2, Some(4000)),
            ("40.5", 2, Some(4050)),
            (" 40,50 ", 2, Some(4050)),
            ("0", 2, Some(0)),
            ("4000", 0, Some(4000)),
            ("4000.5", 0, None),
            ("40.505", 2, None),
            ("", 2, None),
            ("forty", 2, None),
            ("-1", 2, None),
        ] {
            assert_eq!(amount_minor(typed, digits), minor, "{typed}");
        }
    }

    #[test]
    fn a_price_is_shown_as_it_would_be_typed() {
        assert_eq!(typed_amount(4005, 2), "40.05");
        assert_eq!(typed_amount(4000, 0), "4000");
    }
}
