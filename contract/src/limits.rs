//! Limits of fields and ranges, shared by clients and the API.

/// Times and durations are whole multiples of this many minutes.
pub const STEP_MINUTES: u16 = 5;
/// The shortest service, in minutes.
pub const MIN_DURATION_MINUTES: u16 = 5;
/// The longest service, in minutes.
pub const MAX_DURATION_MINUTES: u16 = 480;
/// How many days one availability request may span, inclusive.
pub const MAX_RANGE_DAYS: i64 = 62;
/// How many days one call may publish, inclusive: a year.
pub const MAX_PUBLISH_DAYS: i64 = 366;
/// How many days ahead of today the dates of opening hours may lie.
pub const MAX_DAYS_AHEAD: u64 = 400;
/// How many future changes of standing hours may be stored.
pub const MAX_STANDING_CHANGES: usize = 12;
/// How many slots one call may publish.
pub const MAX_PUBLISH_SLOTS: usize = 40_000;
/// How many windows a day of opening hours may have.
pub const MAX_WINDOWS: usize = 24;
/// How many changes a preview of publishing lists.
pub const MAX_PREVIEWED: usize = 500;
/// How many services a provider may have, inactive ones included.
pub const MAX_SERVICES: usize = 100;
/// The longest description of a service, in characters.
pub const MAX_DESCRIPTION_CHARACTERS: usize = 2_000;
/// The highest price, in minor units: a thousand million in a currency with two decimals, which is
/// not much in some currencies.
pub const MAX_AMOUNT_MINOR: i64 = 100_000_000_000;
/// How many bookings a page has by default.
pub const DEFAULT_PAGE_SIZE: u32 = 20;
/// How many bookings a page may have at most.
pub const MAX_PAGE_SIZE: u32 = 100;
/// The longest id, name or address that is accepted, in characters.
pub const MAX_TEXT_CHARACTERS: usize = 200;
/// How many documents a browser's listener may have; the security rules enforce it.
pub const LISTENER_LIMIT: u32 = 1000;
/// How many seconds before an answer's `asOf` a listener starts. `updated_at` is the time of the
/// request, so it may be earlier than the commit that writes it.
pub const LISTENER_MARGIN_SECONDS: i64 = 90;
