//! Encoded answers: written and compressed once, and reused until something changes.

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::TypedHeader;
use axum_extra::headers::{ETag, IfNoneMatch};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use moka::sync::Cache;
use slotbook_app::{AvailableSlots, Error, Range};
use slotbook_contract::{Availability, ServiceId, SlotStatus};
use std::io::Write;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// How many bytes of answers are kept at most.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// How old the `asOf` of a reused answer may be while a later one is known; encoding it again has a
/// cost.
const AS_OF_KEPT: TimeDelta = TimeDelta::seconds(20);

/// The header with the instant for which the slots are true. A 304 has no body, and still moves it
/// on.
const AS_OF: HeaderName = HeaderName::from_static("x-as-of");

type Header = (HeaderName, HeaderValue);

const SAID_ALWAYS: [Header; 2] = [
    // Browsers ask each time; a CDN answers the crowd that asks within the same two seconds.
    (CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, s-maxage=2")),
    (VARY, HeaderValue::from_static("accept-encoding")),
];

/// Answers that are encoded already.
#[derive(Clone)]
pub struct Encodings {
    written: Cache<(ServiceId, Range), Arc<Encoded>>,
}

/// An answer's bytes.
pub struct Encoded {
    /// The number of the state of the slots.
    state: u64,
    as_of: DateTime<Utc>,
    /// When the first slot that it shows as available begins.
    good_until: DateTime<Utc>,
    tag: ETag,
    tag_header: HeaderValue,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
}

impl Default for Encodings {
    fn default() -> Self {
        let weigh = |_: &(ServiceId, Range), encoded: &Arc<Encoded>| {
            u32::try_from(encoded.plain.len()).unwrap_or(u32::MAX)
        };
        Self { written: Cache::builder().weigher(weigh).max_capacity(MAX_BYTES).build() }
    }
}

impl Encodings {
    /// The encoded answer, and the instant for which it is true.
    ///
    /// # Errors
    /// If it cannot be encoded as JSON.
    pub fn of(
        &self,
        shown: &AvailableSlots,
        now: DateTime<Utc>,
    ) -> Result<(Arc<Encoded>, DateTime<Utc>), Error> {
        let key = (shown.service_id().clone(), shown.range());
        // Each is asked for before the next, so that the state is that of `as_of` or a later one,
        // and the slots are of this state or a later one.
        let as_of = shown.as_of();
        let state = shown.state();
        let known = self.written.get(&key);
        if let Some(known) = known.filter(|known| known.is_current(state, as_of, now)) {
            return Ok((known, as_of));
        }
        let encoded = Arc::new(Encoded::of(state, &shown.availability(now))?);
        self.written.insert(key, encoded.clone());
        Ok((encoded, as_of))
    }
}

impl Encoded {
    fn of(state: u64, availability: &Availability) -> Result<Self, Error> {
        let plain = serde_json::to_vec(availability).map_err(Error::broken)?;
        let tag = tag(availability)?;
        let available = availability.slots.iter().filter(|it| it.status == SlotStatus::Available);
        Ok(Self {
            state,
            as_of: availability.as_of,
            good_until: available
                .map(|slot| slot.starts_at)
                .min()
                .unwrap_or(DateTime::<Utc>::MAX_UTC),
            tag: tag.parse().map_err(Error::broken)?,
            tag_header: HeaderValue::from_str(&tag).map_err(Error::broken)?,
            plain: plain.into(),
            gzip: OnceLock::new(),
        })
    }

    /// Whether this is still what would be written at `now`, but for an `asOf` that is a little
    /// older than it could be.
    fn is_current(&self, state: u64, as_of: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let is_late_enough = self.as_of == as_of || now - self.as_of < AS_OF_KEPT;
        self.state == state && is_late_enough && now < self.good_until
    }

    /// The answer for a caller that has these tags or none, and accepts gzip or not. An answer with
    /// a body carries its own `asOf`; one without carries `as_of`, up to which the body is still
    /// true.
    ///
    /// # Errors
    /// If a header cannot be written.
    pub fn answer(
        &self,
        as_of: DateTime<Utc>,
        known: Option<&TypedHeader<IfNoneMatch>>,
        takes_gzip: bool,
    ) -> Result<Response, Error> {
        let is_known = known.is_some_and(|TypedHeader(it)| !it.precondition_passes(&self.tag));
        let as_of = if is_known { as_of } else { self.as_of };
        let headers = [(ETAG, self.tag_header.clone()), (AS_OF, instant(as_of)?)];
        if is_known {
            return Ok((StatusCode::NOT_MODIFIED, SAID_ALWAYS, headers).into_response());
        }
        let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        if takes_gzip {
            let gzip = [(CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
            let body = Body::from(self.gzip.get_or_init(|| compressed(&self.plain)).clone());
            Ok((SAID_ALWAYS, headers, json, gzip, body).into_response())
        } else {
            Ok((SAID_ALWAYS, headers, json, Body::from(self.plain.clone())).into_response())
        }
    }
}

/// An instant in the format of the body.
fn instant(at: DateTime<Utc>) -> Result<HeaderValue, Error> {
    let text = at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    HeaderValue::try_from(text).map_err(Error::broken)
}

/// A tag of what is shown, which `asOf` is not part of. Weak, because the bytes depend on whether
/// they are compressed.
fn tag(availability: &Availability) -> Result<String, Error> {
    let Availability { service_id, time_zone, from, to, slots, as_of: _ } = availability;
    let shown = (service_id, time_zone, from, to, slots);
    let bytes = serde_json::to_vec(&shown).map_err(Error::broken)?;
    Ok(format!("W/\"{}\"", Uuid::new_v5(&Uuid::NAMESPACE_URL, &bytes).simple()))
}

fn compressed(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(plain).and_then(|()| encoder.finish());
    written.expect("memory takes all that is written to it").into()
}
