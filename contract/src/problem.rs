//! Problem bodies: `application/problem+json` (RFC 9457) with a stable code.

use crate::Slot;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $status:literal $title:literal,)*) => {
        /// What went wrong, by a name that does not change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum ProblemCode {
            $($(#[$doc])* $name,)*
        }

        impl ProblemCode {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The HTTP status of answers with this code.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// A short name for people, the same for every occurrence.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    /// A part of the request is malformed, missing or unknown; `errors` names it.
    InvalidRequest 400 "The request is not valid",
    /// The ID token is missing or not valid.
    Unauthenticated 401 "Sign in first",
    /// Signed in, but not allowed.
    Forbidden 403 "Not allowed",
    /// The operator accepts changes only from the operator's own page, and this request does not
    /// prove that it comes from there.
    AppCheckFailed 403 "This page could not be verified",
    /// The sign-in is too old for this request.
    SignInAgain 403 "Sign in again",
    /// The operator decides who is a provider.
    NotOpen 403 "The operator decides who offers services",
    /// The path does not exist.
    NotFound 404 "There is nothing here",
    /// The service does not exist, or is not offered any more.
    ServiceNotFound 404 "No such service",
    /// The service has no slot at that date and time.
    SlotNotFound 404 "No such slot",
    /// The booking does not exist, or is somebody else's.
    BookingNotFound 404 "No such booking",
    /// The mail does not exist, or is not about a booking with the caller.
    NotificationNotFound 404 "No such mail",
    /// The path exists, but not with this method.
    MethodNotAllowed 405 "Method not allowed",
    /// The body did not arrive in time.
    RequestTimeout 408 "The request took too long to arrive",
    /// Somebody else has the slot.
    SlotAlreadyBooked 409 "Slot already booked",
    /// The slot is closed or its provider is busy.
    SlotUnavailable 409 "Slot unavailable",
    /// The person has reached their limit of upcoming bookings; `limit` is that limit.
    BookingLimitReached 409 "Too many upcoming bookings",
    /// A provider with upcoming bookings cannot leave.
    HasUpcomingBookings 409 "There are upcoming bookings",
    /// Only a mail that failed can be sent again.
    NotFailed 409 "The mail has not failed",
    /// The provider has the maximum number of services.
    TooManyServices 409 "Too many services",
    /// The body is larger than the API accepts.
    PayloadTooLarge 413 "The request is too large",
    /// The path and query are longer than the API accepts.
    UriTooLong 414 "The address is too long",
    /// The content type of the body is not JSON.
    UnsupportedMediaType 415 "Send JSON",
    /// The slot has begun.
    SlotInPast 422 "The slot is in the past",
    /// Too many requests.
    RateLimited 429 "Too many requests",
    /// The headers are larger than the API accepts.
    HeadersTooLarge 431 "The request's headers are too large",
    /// The stored data or the program is at fault.
    InternalError 500 "Something went wrong on our side",
    /// Firestore is unreachable or the API is overloaded; nothing was changed.
    TemporarilyUnavailable 503 "Temporarily unavailable",
    /// Firestore gave no answer to a change, which may have been applied or may still be.
    OutcomeUnknown 503 "We cannot tell yet whether it was done",
}

/// The fault in one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// The name of the field or of the query parameter.
    pub field: String,
    /// What is wrong with it and what would be accepted.
    pub detail: String,
}

/// The members of a problem beyond those of RFC 9457.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProblemExtensions {
    /// What went wrong.
    pub code: ProblemCode,
    /// With `invalid_request`: every faulty field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With a refused booking: the nearest free slots of the service, at most three.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternatives: Option<Vec<Slot>>,
    /// With `booking_limit_reached`: how many upcoming bookings the person may hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl ProblemExtensions {
    /// Extensions with only the code.
    pub fn of(code: ProblemCode) -> Self {
        Self { code, errors: Vec::new(), alternatives: None, limit: None }
    }
}

/// A problem as a client reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A URI that names the kind of problem.
    pub r#type: String,
    /// A short name for people.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What happened this time and what to do next.
    pub detail: String,
    /// The members beyond those of RFC 9457.
    #[serde(flatten)]
    pub extensions: ProblemExtensions,
}
