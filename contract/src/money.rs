//! Amounts of money.

use crate::currency;
use serde::{Deserialize, Serialize};

/// An amount in an answer, in the smallest unit of its currency: 4000 GBP is £40.00, 4000 JPY is
/// ¥4000.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Money {
    /// Minor units; never negative in a price.
    pub amount_minor: i64,
    /// ISO 4217 code, three capital letters.
    #[cfg_attr(feature = "openapi", schema(example = "GBP"))]
    pub currency: String,
    /// How many digits of the amount are decimals, by ISO 4217.
    #[cfg_attr(feature = "openapi", schema(example = 2))]
    pub minor_units: u8,
}

/// A price as a provider sets it, in the currency's minor units by ISO 4217. A request that
/// contains `minorUnits` is refused, because ISO 4217 defines their number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PriceDraft {
    /// Minor units, from 0 to 100000000000.
    pub amount_minor: i64,
    /// ISO 4217 code of a currency in use, three capital letters.
    #[cfg_attr(feature = "openapi", schema(example = "GBP", pattern = "^[A-Z]{3}$"))]
    pub currency: String,
}

impl Money {
    /// This many minor units of a currency.
    pub fn new(amount_minor: i64, currency: impl Into<String>) -> Self {
        let currency = currency.into();
        Self { amount_minor, minor_units: currency::minor_units(&currency), currency }
    }

    /// The amount in whole units with its decimals, in plain digits: `1234.50`, `-0.05`, `4000`.
    pub fn decimal(&self) -> String {
        let sign = if self.amount_minor < 0 { "-" } else { "" };
        let decimals = usize::from(self.minor_units);
        let digits = format!("{:0>width$}", self.amount_minor.unsigned_abs(), width = decimals + 1);
        match digits.split_at(digits.len() - decimals) {
            (whole, "") => format!("{sign}{whole}"),
            (whole, rest) => format!("{sign}{whole}.{rest}"),
        }
    }
}

impl From<&Money> for PriceDraft {
    fn from(money: &Money) -> Self {
        Self { amount_minor: money.amount_minor, currency: money.currency.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_with_all_its_decimals() {
        for (amount_minor, currency, written) in [
            (4000, "GBP", "40.00"),
            (5, "GBP", "0.05"),
            (-5, "GBP", "-0.05"),
            (0, "KWD", "0.000"),
            (12_345, "KWD", "12.345"),
            (4000, "JPY", "4000"),
            (20_000_000, "COP", "200000.00"),
            (i64::MAX, "GBP", "92233720368547758.07"),
            (i64::MIN, "KWD", "-9223372036854775.808"),
        ] {
            assert_eq!(Money::new(amount_minor, currency).decimal(), written);
        }
        let strange = Money { minor_units: u8::MAX, ..Money::new(1, "GBP") };
        assert_eq!(strange.decimal().len(), 2 + 255);
    }
}
