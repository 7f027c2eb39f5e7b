//! The wire format of the event: CloudEvents 1.0 in structured JSON mode.
//!
//! The member names are those of the CloudEvents specification, version 1.0.2, and of its extension
//! for distributed tracing.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use slotbook_contract::{BookingId, EventId, ProviderId, ServiceId, WallTime};
use slotbook_domain::{SlotBooked, SlotRef, Trace};

const SPEC_VERSION: &str = "1.0";
const TYPE: &str = "slotbook.SlotBooked.v1";
const SOURCE: &str = "/slotbook/api";

/// The message is not an event of ours.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// It is not JSON of the right shape.
    #[error("the message is not a CloudEvent of ours")]
    Malformed(#[from] serde_json::Error),
    /// It is an event of another type or version.
    #[error("the event is of type {0}")]
    UnknownType(String),
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    specversion: String,
    id: EventId,
    source: String,
    r#type: String,
    subject: String,
    time: DateTime<Utc>,
    datacontenttype: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    traceparent: Option<String>,
    data: Payload,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    booking_id: BookingId,
    service_id: ServiceId,
    provider_id: ProviderId,
    date: NaiveDate,
    time: WallTime,
    starts_at: DateTime<Utc>,
}

/// The event as bytes.
pub fn write(event: &SlotBooked) -> Vec<u8> {
    let SlotRef { service_id, date, time } = event.slot.clone();
    let envelope = Envelope {
        specversion: SPEC_VERSION.into(),
        id: event.id,
        source: SOURCE.into(),
        r#type: TYPE.into(),
        subject: format!("services/{service_id}/slots/{}", event.slot.document_id()),
        time: event.occurred_at,
        datacontenttype: "application/json".into(),
        traceparent: event.trace.as_ref().map(Trace::to_string),
        data: Payload {
            booking_id: event.booking_id,
            service_id,
            provider_id: event.provider_id.clone(),
            date,
            time,
            starts_at: event.starts_at,
        },
    };
    serde_json::to_vec(&envelope).expect("an envelope has only text keys, so it is JSON")
}

/// Reads an event from bytes.
///
/// # Errors
/// If they are not an event of ours.
pub fn read(bytes: &[u8]) -> Result<SlotBooked, EnvelopeError> {
    let envelope: Envelope = serde_json::from_slice(bytes)?;
    if envelope.r#type != TYPE || envelope.specversion != SPEC_VERSION {
        return Err(EnvelopeError::UnknownType(envelope.r#type));
    }
    let Payload { booking_id, service_id, provider_id, date, time, starts_at } = envelope.data;
    Ok(SlotBooked {
        id: envelope.id,
        booking_id,
        slot: SlotRef { service_id, date, time },
        provider_id,
        starts_at,
        occurred_at: envelope.time,
        // An event is not dropped because its trace cannot be parsed.
        trace: envelope.traceparent.and_then(|text| text.parse().ok()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_domain::{booking_id, event_id};

    const TRACEPARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn event() -> SlotBooked {
        let slot = SlotRef {
            service_id: ServiceId::new("consultation"),
            date: "2026-12-01".parse().unwrap(),
            time: "10:00".parse().unwrap(),
        };
        let booking_id = booking_id(&slot);
        SlotBooked {
            id: event_id(booking_id),
            booking_id,
            slot,
            provider_id: ProviderId::new("ada"),
            starts_at: "2026-12-01T10:00:00Z".parse().unwrap(),
            occurred_at: "2026-11-22T16:00:00Z".parse().unwrap(),
            trace: TRACEPARENT.parse().ok(),
        }
    }

    #[test]
    fn an_event_comes_back_as_it_was() {
        assert_eq!(read(&write(&event())).unwrap(), event());
    }

    #[test]
    fn the_envelope_is_the_one_of_the_contract() {
        let json: serde_json::Value = serde_json::from_slice(&write(&event())).unwrap();
        assert_eq!(json["type"], "slotbook.SlotBooked.v1");
        assert_eq!(json["subject"], "services/consultation/slots/2026-12-01T1000");
        assert_eq!(json["data"]["bookingId"], event().booking_id.to_string());
        assert_eq!(json["data"]["startsAt"], "2026-12-01T10:00:00Z");
        assert_eq!(json["traceparent"], TRACEPARENT);
    }

    #[test]
    fn an_event_without_a_trace_or_with_a_strange_one_is_an_event_all_the_same() {
        let written = String::from_utf8(write(&event())).unwrap();
        for strange in ["null", "\"strange\""] {
            let strange = written.replace(&format!("\"{TRACEPARENT}\""), strange);
            assert_eq!(read(strange.as_bytes()).unwrap(), SlotBooked { trace: None, ..event() });
        }
        let without = SlotBooked { trace: None, ..event() };
        assert_eq!(read(&write(&without)).unwrap(), without);
    }

    #[test]
    fn another_type_and_garbage_are_refused() {
        let other = String::from_utf8(write(&event())).unwrap().replace("SlotBooked.v1", "X.v2");
        assert!(matches!(read(other.as_bytes()), Err(EnvelopeError::UnknownType(_))));
        assert!(matches!(read(b"{}"), Err(EnvelopeError::Malformed(_))));
    }
}
