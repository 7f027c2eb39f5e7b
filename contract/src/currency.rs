//! Currencies: which codes a price may have, and how many digits their minor unit has.
//!
//! The table is ISO 4217's, as its maintenance agency publishes it, and it is the only one in
//! Slotbook: the API, the mails and the page take the digits from here. Browsers use CLDR's table,
//! which describes cash and differs for thirty currencies, so the page and the mail would show
//! amounts that differ by a factor of a hundred.

use iso4217_static::Currency;

/// The digits of a code that is not in the list: a withdrawn currency in an old document.
const USUAL_DIGITS: u8 = 2;
/// Units of account that the list does not mark as such; nobody pays with them.
const UNITS_OF_ACCOUNT: [&str; 2] = ["UYW", "XAD"];
/// Numeric codes have three digits.
const NUMERIC_CODES: u16 = 1_000;

/// The codes whose minor unit does not have two digits, with their digits. The compiler selects
/// them from the list, so the page carries only these few.
const UNUSUAL: [(&str, u8); unusual_count()] = unusual();

/// How many digits the minor unit of a currency has: 2 for GBP, 0 for JPY, 3 for KWD.
pub fn minor_units(code: &str) -> u8 {
    let unusual = UNUSUAL.iter().find(|(unusual, _)| *unusual == code);
    unusual.map_or(USUAL_DIGITS, |(_, digits)| *digits)
}

/// Whether a price can be in this currency: it must be in use, and no metal, fund or test code.
pub fn is_money(code: &str) -> bool {
    Currency::from_str_slice(code).is_ok_and(|currency| {
        currency.minor_unit().is_some() && !currency.is_fund() && !UNITS_OF_ACCOUNT.contains(&code)
    })
}

/// The code and digits of the currency with this number, if it does not have the usual two.
const fn unusual_digits(number: u16) -> Option<(&'static str, u8)> {
    let Ok(currency) = Currency::from_u16(number) else { return None };
    match currency.minor_unit() {
        Some(digits) if digits != USUAL_DIGITS => Some((currency.as_str(), digits)),
        _ => None,
    }
}

const fn unusual_count() -> usize {
    let (mut count, mut number) = (0, 0);
    while number < NUMERIC_CODES {
        if unusual_digits(number).is_some() {
            count += 1;
        }
        number += 1;
    }
    count
}

const fn unusual() -> [(&'static str, u8); unusual_count()] {
    let mut all = [("", USUAL_DIGITS); unusual_count()];
    let (mut at, mut number) = (0, 0);
    while number < NUMERIC_CODES {
        if let Some(one) = unusual_digits(number) {
            all[at] = one;
            at += 1;
        }
        number += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed() -> impl Iterator<Item = Currency> {
        (0..NUMERIC_CODES).filter_map(|number| Currency::from_u16(number).ok())
    }

    #[test]
    fn every_currency_has_the_digits_of_the_list() {
        for currency in listed() {
            let digits = currency.minor_unit().unwrap_or(USUAL_DIGITS);
            assert_eq!(minor_units(currency.as_str()), digits, "{}", currency.as_str());
        }
        for (code, digits) in [
            ("GBP", 2),
            ("COP", 2),
            ("IDR", 2),
            ("PKR", 2),
            ("MGA", 2),
            ("MRU", 2),
            ("HUF", 2),
            ("IQD", 3),
            ("KWD", 3),
            ("TND", 3),
            ("JPY", 0),
            ("KRW", 0),
            ("ISK", 0),
            ("UGX", 0),
            ("HRK", 2),
            ("", 2),
        ] {
            assert_eq!(minor_units(code), digits, "{code}");
        }
    }

    #[test]
    fn money_is_what_people_pay_with() {
        let money: Vec<_> = listed().map(|it| it.as_str()).filter(|code| is_money(code)).collect();
        assert!(money.len() > 150, "{money:?}");
        for code in ["GBP", "COP", "MGA", "XOF", "XAF", "XPF", "XCD", "XCG", "ZWG", "SLE"] {
            assert!(money.contains(&code), "{code}");
        }
        for code in [
            "XXX", "XTS", "XAU", "XAG", "XPT", "XPD", "XDR", "XSU", "XUA", "XBA", "XAD", "BOV",
            "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "HRK", "ANG", "CUC", "ZWL",
            "gbp", " GBP", "GB", "", "£££",
        ] {
            assert!(!is_money(code), "{code}");
        }
    }
}
