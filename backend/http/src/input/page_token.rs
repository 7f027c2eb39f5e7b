//! Page tokens. A page begins after the last item of the page before, which the token names by its
//! creation instant, in microseconds, and its id.

use super::{FromField, hyphenated, whole_number};
use chrono::{DateTime, Utc};
use serde_json::Value;
use slotbook_domain::can_be_stored;
use std::fmt;
use uuid::Uuid;

/// The last item of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageToken {
    /// When the item was created, UTC.
    pub created_at: DateTime<Utc>,
    /// Its id.
    pub id: Uuid,
}

impl fmt::Display for PageToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.created_at.timestamp_micros(), self.id)
    }
}

impl FromField for PageToken {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        value.as_str().and_then(parsed).ok_or("must be the nextPageToken of an earlier page")
    }
}

fn parsed(text: &str) -> Option<PageToken> {
    let (micros, id) = text.split_once('.')?;
    let created_at = DateTime::from_timestamp_micros(whole_number(micros)?)?;
    let id = hyphenated(id)?;
    can_be_stored(created_at).then_some(PageToken { created_at, id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_and_every_token_that_is_read_can_be_stored(
            micros in proptest::num::i64::ANY, id in proptest::num::u128::ANY
        ) {
            let text = format!("{micros}.{}", Uuid::from_u128(id));
            let read = PageToken::from_field(&text.as_str().into());
            if let Ok(token) = read {
                prop_assert_eq!(token.to_string(), text);
                prop_assert!(can_be_stored(token.created_at));
            } else {
                let is_ours = DateTime::from_timestamp_micros(micros).is_some_and(can_be_stored);
                prop_assert!(micros < 0 || !is_ours);
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,60}") {
            if let Ok(token) = PageToken::from_field(&text.as_str().into()) {
                prop_assert_eq!(token.to_string().to_lowercase(), text.to_lowercase());
            }
        }
    }
}
