//! Traces across processes, by W3C Trace Context: which request caused an action.
//!
//! Source: the recommendation "Trace Context", <https://www.w3.org/TR/trace-context/>, header
//! `traceparent`; CloudEvents carries the same text in its extension `traceparent`.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

const SAMPLED: u8 = 0b1;

/// A step of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    id: u128,
    step_id: u64,
    flags: u8,
}

/// The text is no `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedTrace;

impl Trace {
    /// The first step of a new trace; `None` for the nil UUID, which is not a valid id.
    pub fn begin(random: Uuid) -> Option<Self> {
        let (high, low) = random.as_u64_pair();
        let trace = Self { id: random.as_u128(), step_id: high ^ low, flags: SAMPLED };
        trace.is_valid().then_some(trace)
    }

    /// The next step of the same trace.
    pub fn step(self, random: Uuid) -> Self {
        let (high, low) = random.as_u64_pair();
        let next = Self { step_id: high ^ low, ..self };
        if next.is_valid() { next } else { self }
    }

    /// The id that all steps of the trace share: 32 hexadecimal digits.
    pub fn id(self) -> String {
        format!("{:032x}", self.id)
    }

    /// This step of the trace: 16 hexadecimal digits.
    pub fn step_id(self) -> String {
        format!("{:016x}", self.step_id)
    }

    fn is_valid(self) -> bool {
        self.id != 0 && self.step_id != 0
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "00-{:032x}-{:016x}-{:02x}", self.id, self.step_id, self.flags)
    }
}

impl FromStr for Trace {
    type Err = MalformedTrace;

    /// Accepts later versions too, as the recommendation requires; they may add fields at the end.
    fn from_str(text: &str) -> Result<Self, MalformedTrace> {
        let mut parts = text.split('-');
        let version = hex(parts.next(), 2)?;
        let id = hex(parts.next(), 32)?;
        let step_id = u64::try_from(hex(parts.next(), 16)?).map_err(|_| MalformedTrace)?;
        let flags = u8::try_from(hex(parts.next(), 2)?).map_err(|_| MalformedTrace)?;
        let is_known = version != 0xff && (version != 0 || parts.next().is_none());
        let trace = Self { id, step_id, flags };
        if is_known && trace.is_valid() { Ok(trace) } else { Err(MalformedTrace) }
    }
}

/// A number of exactly `digits` lower-case hexadecimal digits.
fn hex(text: Option<&str>, digits: usize) -> Result<u128, MalformedTrace> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let text = text.filter(|text| text.len() == digits && text.bytes().all(is_digit));
    text.and_then(|text| u128::from_str_radix(text, 16).ok()).ok_or(MalformedTrace)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_trace_reads_and_writes_itself_and_goes_on_under_the_same_id() {
        let trace: Trace = GIVEN.parse().unwrap();
        assert_eq!(trace.to_string(), GIVEN);
        assert_eq!(trace.id(), "4bf92f3577b34da6a3ce929d0e0e4736");

        let next = trace.step(Uuid::from_u128(7));
        assert_eq!((next.id(), next == trace), (trace.id(), false));
        assert_eq!(next.to_string().parse(), Ok(next));
    }

    #[test]
    fn what_is_no_traceparent_is_none() {
        let zeros = "0".repeat(32);
        for text in [
            "",
            "00",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            &GIVEN.to_uppercase(),
            &GIVEN.replace("00-4", "ff-4"),
            &GIVEN.replace("4bf92f3577b34da6a3ce929d0e0e4736", &zeros),
            &GIVEN.replace("00f067aa0ba902b7", &zeros[..16]),
            &format!("{GIVEN}-more"),
            &GIVEN.replace('f', "é"),
        ] {
            assert_eq!(text.parse::<Trace>(), Err(MalformedTrace), "{text}");
        }
        assert!(format!("{}-more", GIVEN.replace("00-4", "01-4")).parse::<Trace>().is_ok());
    }

    #[test]
    fn nothing_begins_without_an_id() {
        assert_eq!(Trace::begin(Uuid::nil()), None);
        assert!(Trace::begin(Uuid::from_u128(1)).is_some());
    }
}
