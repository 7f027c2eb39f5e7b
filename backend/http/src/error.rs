//! The one place where refusals and errors become HTTP: problem bodies by RFC 9457.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use slotbook_app::{Error, NotOwn, Refused};
use slotbook_contract::{FieldError, Problem, ProblemCode, ProblemExtensions};
use slotbook_domain::{Refusal, UpcomingLimit};
use std::any::Any;
use std::borrow::Cow;

/// After how many seconds it makes sense to ask again when the store was out of reach.
const RETRY_AFTER_SECONDS: u64 = 2;

/// What a person can do if their page cannot prove that it is the operator's.
const NOT_GENUINE: &str =
    "This page could not prove that it is genuine. Allow reCAPTCHA, reload the page and try again.";

/// Why a request fails.
#[derive(Debug)]
pub enum Failure {
    /// Fields that are missing, malformed or unknown.
    Invalid(Vec<FieldError>),
    /// The body is not JSON.
    NotJson(String),
    /// The body is larger than anything this API reads.
    TooLarge,
    /// The body did not arrive in time.
    BodyTimeout,
    /// The path and query are longer than any that this API has.
    UriTooLong,
    /// The headers are larger than anything this API reads.
    HeadersTooLarge,
    /// The content type of the body is not JSON.
    NotSaidToBeJson,
    /// There is no token, or it is not valid. The caller is not told which.
    Unauthenticated,
    /// The request does not prove that it comes from the operator's own page.
    AppCheckFailed,
    /// The caller is not a provider.
    NoProvider,
    /// The operator decides who is a provider, and the caller is none.
    NotOpen,
    /// The caller signed in too long ago for this operation.
    SignInAgain,
    /// People have booked with the caller, who therefore cannot leave.
    HasUpcomingBookings,
    /// The service is another provider's.
    NotYours,
    /// The day has no slots that could be closed or opened.
    DayWithoutSlots,
    /// The provider has as many services as a provider may have.
    TooManyServices,
    /// The token names no mail address, so nothing could be confirmed.
    NoEmail,
    /// There is no such path.
    NoSuchAddress,
    /// The path exists, but not with this method.
    MethodNotAllowed,
    /// There is no such service, or it is not offered.
    ServiceNotFound,
    /// There is no such booking, or it is somebody else's.
    BookingNotFound,
    /// There is no such mail, or it is not about a booking with the caller.
    NotificationNotFound,
    /// The mail has not failed; only failed mails can be sent again.
    NotFailed,
    /// The slot cannot be booked.
    Refused(Refused),
    /// The caller asks too often.
    TooMany {
        /// When they may ask again.
        retry_after_seconds: u64,
    },
    /// Too many requests are in progress; one more would only delay them all.
    TooBusy,
    /// A service that the process depends on does not answer.
    NotReady,
    /// A use case could not do its work.
    Broken(Error),
    /// It is not known whether the booking was made.
    BookingUnknown(Error),
    /// The time limit ran out.
    TookTooLong {
        /// Whether the request was one that changes nothing.
        is_reading: bool,
    },
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Broken(error)
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<NotOwn> for Failure {
    fn from(refused: NotOwn) -> Self {
        match refused {
            NotOwn::NotFound => Self::ServiceNotFound,
            NotOwn::NotTheirs => Self::NotYours,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match &self {
            Self::Broken(cause) | Self::BookingUnknown(cause) => {
                tracing::error!(cause = cause.chain(), "request failed");
            }
            Self::TookTooLong { .. } => tracing::error!("request took too long and was cut off"),
            _ => {}
        }
        let (code, detail) = self.code_and_detail();
        let wait = self.retry_after_seconds();
        let mut response = respond(&detail, self.extensions(code));
        if let Some(seconds) = wait {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl Failure {
    /// How long the caller should wait before asking again, if that may help.
    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::TooMany { retry_after_seconds } => Some(*retry_after_seconds),
            Self::TooBusy
            | Self::NotReady
            | Self::TookTooLong { .. }
            | Self::BookingUnknown(_)
            | Self::Broken(Error::Unavailable(_) | Error::Conflict(_) | Error::OutcomeUnknown(_)) => {
                Some(RETRY_AFTER_SECONDS)
            }
            _ => None,
        }
    }

    /// The further members of the answer.
    fn extensions(self, code: ProblemCode) -> ProblemExtensions {
        let none = ProblemExtensions::of(code);
        match self {
            Self::Invalid(errors) => ProblemExtensions { errors, ..none },
            Self::NotJson(detail) => ProblemExtensions {
                errors: vec![FieldError { field: "body".into(), detail }],
                ..none
            },
            Self::Refused(Refused { reason: Refusal::BookingLimitReached(limit), .. }) => {
                ProblemExtensions { limit: Some(limit.most.get()), ..none }
            }
            Self::Refused(refused) => {
                ProblemExtensions { alternatives: refused.alternatives, ..none }
            }
            _ => none,
        }
    }

    /// The code, and a sentence for people: what happened and what to do next.
    fn code_and_detail(&self) -> (ProblemCode, Cow<'static, str>) {
        if let Self::Refused(Refused { reason: Refusal::BookingLimitReached(limit), .. }) = self {
            return (ProblemCode::BookingLimitReached, limit_detail(*limit).into());
        }
        let (code, detail) = self.code_and_fixed_detail();
        (code, detail.into())
    }

    fn code_and_fixed_detail(&self) -> (ProblemCode, &'static str) {
        use ProblemCode as Code;
        match self {
            Self::Invalid(_) => {
                (Code::InvalidRequest, "Correct the fields listed in errors and send it again.")
            }
            Self::NotJson(_) => (
                Code::InvalidRequest,
                "The body is not a JSON object. Correct it and send it again.",
            ),
            Self::TooLarge => (Code::PayloadTooLarge, "Send a smaller body."),
            Self::BodyTimeout => (
                Code::RequestTimeout,
                "The body did not arrive within 10 seconds. Nothing was changed; send it again.",
            ),
            Self::UriTooLong => (Code::UriTooLong, "Ask for a shorter address."),
            Self::HeadersTooLarge => (Code::HeadersTooLarge, "Send fewer or smaller headers."),
            Self::TooMany { .. } => {
                (Code::RateLimited, "You ask too often. Wait a moment and try again.")
            }
            Self::TooBusy => (
                Code::TemporarilyUnavailable,
                "Too many people are here. Nothing was changed; try again in a moment.",
            ),
            Self::NotReady => (
                Code::TemporarilyUnavailable,
                "What this process depends on does not answer. Its log says why.",
            ),
            Self::NotSaidToBeJson => (
                Code::UnsupportedMediaType,
                "Send JSON, with the header content-type: application/json.",
            ),
            Self::Unauthenticated => {
                (Code::Unauthenticated, "Sign in and send the ID token as bearer token.")
            }
            Self::NoEmail => (
                Code::Forbidden,
                "Your account has no e-mail address to confirm to. Sign in with one that has.",
            ),
            Self::AppCheckFailed => (Code::AppCheckFailed, NOT_GENUINE),
            Self::NoProvider => (
                Code::Forbidden,
                "This is for providers. Ask the operator to make your account one.",
            ),
            Self::NotOpen => (
                Code::NotOpen,
                "Here the operator decides who offers services. Ask them to make you a provider.",
            ),
            Self::SignInAgain => (
                Code::SignInAgain,
                "You signed in more than 10 minutes ago. Sign in again, then delete your account.",
            ),
            Self::HasUpcomingBookings => (
                Code::HasUpcomingBookings,
                "People have booked with you. Delete your account when the last appointment is over.",
            ),
            Self::NotYours => (Code::Forbidden, "This service is another provider's."),
            Self::DayWithoutSlots => {
                (Code::SlotNotFound, "This day has no slots. Publish opening hours for it first.")
            }
            Self::TooManyServices => (
                Code::TooManyServices,
                "You have as many services as one may have. Change one that you no longer offer.",
            ),
            Self::NoSuchAddress => (Code::NotFound, "Look at /api/docs for what there is."),
            Self::MethodNotAllowed => {
                (Code::MethodNotAllowed, "Look at /api/docs for what this address knows.")
            }
            Self::ServiceNotFound => {
                (Code::ServiceNotFound, "Choose a service of the catalogue, /api/services.")
            }
            Self::BookingNotFound => {
                (Code::BookingNotFound, "Your bookings are listed at /api/bookings.")
            }
            Self::NotificationNotFound => (
                Code::NotificationNotFound,
                "The mails about bookings with you are listed at /api/provider/notifications.",
            ),
            Self::NotFailed => (
                Code::NotFailed,
                "This mail is sent or still on its way. Only one that failed can be sent again.",
            ),
            Self::Refused(refused) => refusal_code_and_detail(refused.reason),
            Self::Broken(error) => (error_code(error), error.advice()),
            Self::BookingUnknown(_) => (
                Code::OutcomeUnknown,
                "We cannot tell yet whether you have it. Look at My bookings.",
            ),
            Self::TookTooLong { is_reading: true } => {
                (Code::TemporarilyUnavailable, "The answer took too long. Try again in a moment.")
            }
            Self::TookTooLong { is_reading: false } => (
                Code::OutcomeUnknown,
                "The answer took too long. Look whether it was done, and try again in a moment.",
            ),
        }
    }
}

impl Failure {
    /// The failure of a booking request because of this error.
    pub fn of_booking(self) -> Self {
        match self {
            Self::Broken(error @ Error::OutcomeUnknown(_)) => Self::BookingUnknown(error),
            other => other,
        }
    }

    /// One field is wrong.
    pub fn field(name: &str, detail: &str) -> Self {
        Self::Invalid(vec![FieldError { field: name.into(), detail: detail.into() }])
    }
}

fn error_code(error: &Error) -> ProblemCode {
    match error {
        Error::Broken(_) => ProblemCode::InternalError,
        Error::Unavailable(_) | Error::Conflict(_) => ProblemCode::TemporarilyUnavailable,
        Error::OutcomeUnknown(_) => ProblemCode::OutcomeUnknown,
    }
}

fn refusal_code_and_detail(reason: Refusal) -> (ProblemCode, &'static str) {
    use ProblemCode as Code;
    match reason {
        Refusal::ServiceNotFound => {
            (Code::ServiceNotFound, "Choose a service of the catalogue, /api/services.")
        }
        Refusal::SlotNotFound => {
            (Code::SlotNotFound, "Choose a slot that /api/availability shows.")
        }
        Refusal::SlotInPast => (Code::SlotInPast, "This slot has begun. Choose a later one."),
        Refusal::SlotTaken => (Code::SlotAlreadyBooked, "Slot just got booked by another user."),
        Refusal::SlotUnavailable => {
            (Code::SlotUnavailable, "This slot is no longer available. Choose another one.")
        }
        Refusal::OwnService => {
            (Code::SlotUnavailable, "This is your own service. Close the slot instead.")
        }
        Refusal::BookingLimitReached(_) => (
            Code::BookingLimitReached,
            "You have as many upcoming bookings as you can have at a time.",
        ),
    }
}

/// How many upcoming bookings the person may hold, and what they can do about it.
fn limit_detail(limit: UpcomingLimit) -> String {
    let most = match limit.most.get() {
        1 => "1 upcoming booking".to_owned(),
        most => format!("{most} upcoming bookings"),
    };
    if limit.is_verified {
        format!("You can have {most} at a time. Book again when one of yours is over.")
    } else {
        format!(
            "You can have {most} until your e-mail address is verified. Follow the link in the \
             e-mail that you got when you signed in, then sign out and in again to book more."
        )
    }
}

/// The body of a problem answer.
pub(super) fn problem(detail: &str, extensions: ProblemExtensions) -> Problem {
    let code = extensions.code;
    let name = serde_json::to_value(code).unwrap_or_default();
    Problem {
        r#type: format!("urn:slotbook:problem:{}", name.as_str().unwrap_or_default()),
        title: code.title().to_owned(),
        status: code.status(),
        detail: detail.to_owned(),
        extensions,
    }
}

fn respond(detail: &str, extensions: ProblemExtensions) -> Response {
    let problem = problem(detail, extensions);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The answer to a request whose handler panicked.
pub fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let cause = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    Failure::Broken(Error::broken(format!("a handler panicked: {cause}"))).into_response()
}
