//! A service while it is being written.

use crate::State;
use serde::{Deserialize, Serialize};
use slotbook_contract::{PriceDraft, Service, ServiceDraft, currency};

/// The lengths that are offered to choose from, in minutes.
pub const DURATIONS: [u16; 12] = [5, 10, 15, 20, 30, 45, 50, 60, 90, 120, 180, 240];
/// The currencies that are offered to choose from.
pub const CURRENCIES: [&str; 12] =
    ["GBP", "EUR", "USD", "AUD", "CAD", "CHF", "DKK", "INR", "JPY", "NOK", "PLN", "SEK"];

/// The duration that a new service begins with, in minutes.
const USUAL_DURATION: u16 = 30;

/// A field of the form, and what stands in it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedField {
    /// The name.
    Name(String),
    /// The description.
    Description(String),
    /// The chosen duration in minutes.
    Duration(u16),
    /// The price as it was typed.
    Amount(String),
    /// The chosen currency.
    Currency(String),
    /// The chosen time zone.
    TimeZone(String),
}

/// What stands in the fields of the form, valid or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedService {
    /// The name.
    pub name: String,
    /// The description.
    pub description: String,
    /// The chosen duration in minutes.
    pub duration_minutes: u16,
    /// The price as it was typed, such as `40` or `40,50`.
    pub amount: String,
    /// The chosen currency; empty before one is chosen.
    pub currency: String,
    /// The chosen time zone.
    pub time_zone: String,
}

impl TypedService {
    /// A new service: currency and zone are those of another service of the provider's, if there
    /// is one; otherwise the zone is the reader's, and the currency that of the region in the
    /// reader's language tag, such as `de-AT`. Without a region it is still to be chosen.
    pub fn fresh(other: Option<&Service>, reader_zone: String, language: &str) -> Self {
        Self {
            name: String::new(),
            description: String::new(),
            duration_minutes: USUAL_DURATION,
            amount: String::new(),
            currency: other.map_or_else(
                || currency_of(language).unwrap_or_default().to_owned(),
                |it| it.price.currency.clone(),
            ),
            time_zone: other.map_or(reader_zone, |it| it.time_zone.clone()),
        }
    }

    /// A service that exists.
    pub fn of(service: &Service) -> Self {
        let Service { name, description, duration_minutes, price, time_zone, .. } = service.clone();
        let (amount, currency) = (price.decimal(), price.currency);
        Self { name, description, duration_minutes, amount, currency, time_zone }
    }

    /// What to offer; `None` if the price is not valid.
    pub fn draft(&self) -> Option<ServiceDraft> {
        let amount_minor = amount_minor(&self.amount, currency::minor_units(&self.currency))?;
        Some(ServiceDraft {
            name: self.name.trim().to_owned(),
            description: self.description.trim().to_owned(),
            duration_minutes: self.duration_minutes,
            price: PriceDraft { amount_minor, currency: self.currency.clone() },
            time_zone: self.time_zone.clone(),
        })
    }
}

/// The currency of the region in a language tag (BCP 47); `None` if it is not one of those offered.
fn currency_of(language: &str) -> Option<&'static str> {
    let region = language.split('-').skip(1).find(|part| part.len() == 2)?;
    match region.to_ascii_uppercase().as_str() {
        "GB" => Some("GBP"),
        "US" => Some("USD"),
        "AU" => Some("AUD"),
        "CA" => Some("CAD"),
        "CH" | "LI" => Some("CHF"),
        "DK" => Some("DKK"),
        "IN" => Some("INR"),
        "JP" => Some("JPY"),
        "NO" => Some("NOK"),
        "PL" => Some("PLN"),
        "SE" => Some("SEK"),
        // The countries whose currency is the euro, by the European Central Bank, 2026.
        "AT" | "BE" | "BG" | "CY" | "DE" | "EE" | "ES" | "FI" | "FR" | "GR" | "HR" | "IE"
        | "IT" | "LT" | "LU" | "LV" | "MT" | "NL" | "PT" | "SI" | "SK" => Some("EUR"),
        _ => None,
    }
}

impl State for TypedService {
    type Action = TypedField;

    fn after(mut self, typed: TypedField) -> Self {
        match typed {
            TypedField::Name(name) => self.name = name,
            TypedField::Description(description) => self.description = description,
            TypedField::Duration(minutes) => self.duration_minutes = minutes,
            TypedField::Amount(amount) => self.amount = amount,
            TypedField::Currency(currency) => self.currency = currency,
            TypedField::TimeZone(time_zone) => self.time_zone = time_zone,
        }
        self
    }
}

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
    use slotbook_contract::{Money, ProviderId, ProviderSummary, ServiceId, samples};

    fn haircut() -> Service {
        Service {
            id: ServiceId::new("haircut"),
            name: "Haircut".into(),
            description: "Short or long".into(),
            duration_minutes: 45,
            price: Money::new(2550, "USD"),
            time_zone: "America/New_York".into(),
            provider: ProviderSummary {
                id: ProviderId::new("grace"),
                display_name: "Grace".into(),
            },
        }
    }

    #[test]
    fn a_service_is_typed_as_it_is_offered() {
        let service = haircut();
        let draft = TypedService::of(&service).draft().unwrap();
        assert_eq!((draft.name, draft.description), (service.name, service.description));
        assert_eq!(draft.price, PriceDraft::from(&service.price));
        assert_eq!(draft.duration_minutes, 45);
        assert_eq!(draft.time_zone, "America/New_York");
    }

    #[test]
    fn a_new_service_takes_currency_and_zone_of_another_one_and_nothing_else() {
        let first = TypedService::fresh(None, "Europe/Paris".into(), "fr");
        assert_eq!((first.currency.as_str(), first.time_zone.as_str()), ("", "Europe/Paris"));
        let second = TypedService::fresh(Some(&haircut()), "Europe/Paris".into(), "fr-FR");
        assert_eq!(
            (second.currency.as_str(), second.time_zone.as_str()),
            ("USD", "America/New_York")
        );
        assert_eq!((second.name.as_str(), second.amount.as_str()), ("", ""));
        assert_eq!(second.draft(), None);
    }

    #[test]
    fn a_first_service_begins_with_the_currency_of_the_reader_s_region() {
        for (language, currency) in
            [("de-AT", "EUR"), ("en-GB", "GBP"), ("zh-Hans-US", "USD"), ("en", ""), ("pt-BR", "")]
        {
            let fresh = TypedService::fresh(None, "UTC".into(), language);
            assert_eq!(fresh.currency, currency, "{language}");
        }
    }

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
