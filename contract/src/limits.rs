//! Limits of fields and ranges, the same for who sends and who checks.

/// Times and durations are whole multiples of this many minutes.
pub const STEP_MINUTES: u16 = 5;
/// The shortest service, in minutes.
pub const MIN_DURATION_MINUTES: u16 = 5;
/// The longest service, in minutes.
pub const MAX_DURATION_MINUTES: u16 = 480;
/// How many days one availability request may span, both ends counted.
pub const MAX_RANGE_DAYS: i64 = 62;
/// How many bookings a page has when nobody says.
pub const DEFAULT_PAGE_SIZE: u32 = 20;
/// How many bookings a page may have at most.
pub const MAX_PAGE_SIZE: u32 = 100;
/// The longest id, name or address that is looked at, in bytes.
pub const MAX_TEXT_BYTES: usize = 200;
/// The most documents a browser's listener may ask for; the security rules demand it.
pub const LISTENER_LIMIT: u32 = 1000;
/// How far before an answer's `asOf` a listener begins, in seconds: `updated_at` is the time of
/// the request and so may lie before the commit that carries it.
pub const LISTENER_MARGIN_SECONDS: i64 = 90;
