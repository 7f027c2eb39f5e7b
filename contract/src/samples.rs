//! Golden JSON, one per shape, for the tests of both sides.

/// A catalogue entry.
pub const SERVICE: &str = include_str!("../samples/service.json");
/// A service as its provider sees it.
pub const PROVIDER_SERVICE: &str = include_str!("../samples/provider_service.json");
/// A price in every accepted currency: as the API answers it, and as mails write it.
pub const PRICES: &str = include_str!("../samples/prices.json");
/// What a provider sends to offer a service.
pub const SERVICE_DRAFT: &str = include_str!("../samples/service_draft.json");
/// What a provider sends to change one.
pub const SERVICE_PATCH: &str = include_str!("../samples/service_patch.json");
/// What a provider sends to publish slots.
pub const OPENING_HOURS: &str = include_str!("../samples/opening_hours.json");
/// What a provider sends to publish slots until further notice.
pub const STANDING_HOURS: &str = include_str!("../samples/standing_hours.json");
/// Stored hours: until further notice, with a holiday and a special Saturday.
pub const HOURS_RULES: &str = include_str!("../samples/hours_rules.json");
/// What publishing did.
pub const PUBLISH_OUTCOME: &str = include_str!("../samples/publish_outcome.json");
/// What publishing would do.
pub const PUBLISH_PREVIEW: &str = include_str!("../samples/publish_preview.json");
/// A day closed by hand, one slot of which is booked.
pub const DAY_OUTCOME: &str = include_str!("../samples/day_outcome.json");
/// A booking as shown to its provider.
pub const PROVIDER_BOOKING: &str = include_str!("../samples/provider_booking.json");
/// An availability answer with one slot of each status.
pub const AVAILABILITY: &str = include_str!("../samples/availability.json");
/// A slot as shown to its provider.
pub const PROVIDER_SLOT: &str = include_str!("../samples/provider_slot.json");
/// What a person sends to book.
pub const BOOKING_REQUEST: &str = include_str!("../samples/booking_request.json");
/// The answer to it.
pub const BOOKING: &str = include_str!("../samples/booking.json");
/// An empty last page.
pub const BOOKING_PAGE: &str = include_str!("../samples/booking_page.json");
/// Slots displaced by a new law of their time zone.
pub const DISPLACED_SLOTS: &str = include_str!("../samples/displaced_slots.json");
/// Slots that people tried to book and did not get.
pub const DEMAND: &str = include_str!("../samples/demand.json");
/// A mail that was sent.
pub const NOTIFICATION: &str = include_str!("../samples/notification.json");
/// A page of a provider's log that contains a failed mail and is not the last page.
pub const NOTIFICATION_PAGE: &str = include_str!("../samples/notification_page.json");
/// The caller's account and limits.
pub const ME: &str = include_str!("../samples/me.json");
/// The refusal of a booking of a slot that was booked already.
pub const PROBLEM_SLOT_ALREADY_BOOKED: &str =
    include_str!("../samples/problem_slot_already_booked.json");
/// The refusal of a request with a faulty field.
pub const PROBLEM_INVALID_REQUEST: &str = include_str!("../samples/problem_invalid_request.json");
/// A slot as the browser's listener passes it to the page.
pub const SLOT_DOCUMENT: &str = include_str!("../samples/slot_document.json");
