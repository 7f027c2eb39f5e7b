//! The notices to a provider about slots that a change of their zone's law has displaced.

use slotbook_contract::DisplacedSlots;

/// The notice about displaced slots that nobody has booked; `None` if there are none.
pub fn of_unbooked(found: &DisplacedSlots) -> Option<String> {
    match found.unbooked {
        0 => None,
        1 => Some(
            "1 unbooked slot no longer starts at the time it shows. Publish your opening hours \
             again to put it right."
                .to_owned(),
        ),
        many => Some(format!(
            "{many} unbooked slots no longer start at the times they show. Publish your opening \
             hours again to put them right.",
        )),
    }
}

/// The notice about displaced slots that are booked.
pub fn of_booked(found: &DisplacedSlots) -> Option<&'static str> {
    match found.booked.len() {
        0 => None,
        1 => {
            Some("1 booking keeps the moment that was booked. Agree with the person when to meet:")
        }
        _ => Some(
            "These bookings keep the moment that was booked. Agree with each person when to meet:",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::samples;

    #[test]
    fn free_slots_are_to_be_published_again_and_bookings_are_to_be_agreed_on() {
        let mut found: DisplacedSlots = serde_json::from_str(samples::DISPLACED_SLOTS).unwrap();
        assert!(of_unbooked(&found).unwrap().starts_with("16 unbooked slots no longer start"));
        assert!(of_booked(&found).unwrap().starts_with("1 booking keeps the moment"));
        found.unbooked = 1;
        found.booked.push(found.booked[0].clone());
        assert!(of_unbooked(&found).unwrap().starts_with("1 unbooked slot no longer starts"));
        assert!(of_booked(&found).unwrap().starts_with("These bookings keep the moment"));
    }

    #[test]
    fn where_nothing_is_displaced_nothing_is_told() {
        let nothing = DisplacedSlots { unbooked: 0, booked: Vec::new() };
        assert_eq!((of_unbooked(&nothing), of_booked(&nothing)), (None, None));
    }
}
