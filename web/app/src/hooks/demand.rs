//! Where people tried in vain.

use super::authorised::authorised;
use super::fetched::{Fetched, use_fetched};
use crate::api::desk;
use slotbook_contract::{DateRange, Demand};
use yew::prelude::*;

/// The demand for the caller's slots in a range of dates.
#[hook]
pub fn use_demand(range: DateRange) -> Fetched<Demand> {
    use_fetched(
        range,
        |_| None,
        |range| async move {
            authorised(|token| async move { desk::demand(&token, range).await }).await
        },
    )
}
