//! An amount of money.

use serde::{Deserialize, Serialize};

/// An amount in the smallest unit of its currency: 4000 GBP is £40.00, 4000 JPY is ¥4000.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Money {
    /// Minor units; never negative in a price.
    pub amount_minor: i64,
    /// ISO 4217 code, three capital letters.
    #[cfg_attr(feature = "openapi", schema(example = "GBP"))]
    pub currency: String,
}
