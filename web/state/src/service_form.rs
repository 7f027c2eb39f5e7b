//! A service while it is being written.

/// The lengths that are offered to choose from, in minutes.
pub const DURATIONS: [u16; 12] = [5, 10, 15, 20, 30, 45, 50, 60, 90, 120, 180, 240];
/// The currencies that are offered to choose from.
pub const CURRENCIES: [&str; 12] =
    ["GBP", "EUR", "USD", "AUD", "CAD", "CHF", "DKK", "INR", "JPY", "NOK", "PLN", "SEK"];

/// The typed price in minor units, of which 10^`digits` make one unit of the currency; `None` if
/// the text is not a price. A comma is accepted like a point.
pub fn amount_minor(typed: &str, digits: u8) -> Option<i64> {
    let typed = typed.trim().replace(',', ".");
    let (whole, rest) = typed.split_once('.').unwrap_or((&typed, ""));
    let digits = usize::from(digits);
    let is_number = |text: &str| text.chars().all(|one| one.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(rest) || rest.len() > digits {
        return None;
    }
    format!("{whole}{rest:0<digits$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::{Money, currency, samples};

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
    fn a_price_in_any_currency_is_read_back_as_it_is_shown() {
        let prices: Vec<Money> = serde_json::from_str(samples::PRICES).unwrap();
        assert!(!prices.is_empty());
        for price in prices {
            let digits = currency::minor_units(&price.currency);
            assert_eq!(amount_minor(&price.decimal(), digits), Some(price.amount_minor));
        }
        for code in CURRENCIES {
            assert!(currency::is_money(code), "{code}");
        }
        // The input of twenty million pesos means twenty million pesos.
        assert_eq!(amount_minor("20000000", currency::minor_units("COP")), Some(2_000_000_000));
    }
}
