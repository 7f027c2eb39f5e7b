//! Where to look for the next free day beyond the slots that are known.

use chrono::{Days, NaiveDate};
use slotbook_contract::DateRange;
use std::iter;

/// How many questions to the API are worth asking: half a year ahead, and nobody waits that long.
pub const MOST_QUESTIONS: usize = 3;

/// The ranges in which to look for it, one after the other, after what is known.
pub fn to_search(last_known: NaiveDate) -> impl Iterator<Item = DateRange> {
    let after = |range: &DateRange| DateRange { from: range.to + Days::new(1), to: NaiveDate::MAX };
    let first = DateRange { from: last_known + Days::new(1), to: NaiveDate::MAX }.as_asked();
    iter::successors(Some(first), move |range| Some(after(range).as_asked())).take(MOST_QUESTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_year_is_searched_without_a_gap() {
        let ranges: Vec<_> = to_search("2026-12-05".parse().unwrap()).collect();
        let text: Vec<_> = ranges.iter().map(|it| format!("{} {}", it.from, it.to)).collect();
        assert_eq!(
            text,
            ["2026-12-06 2027-02-05", "2027-02-06 2027-04-08", "2027-04-09 2027-06-09"]
        );
    }
}
