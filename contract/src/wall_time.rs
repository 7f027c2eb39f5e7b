//! A time of day in the service's time zone.

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A time of day, written `HH:MM`, in the time zone of the service it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][05]$", example = "10:00"))]
#[serde(into = "String", try_from = "String")]
pub struct WallTime(u16);

/// The text is not `HH:MM` between 00:00 and 23:59.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WallTimeError;

impl WallTime {
    /// The time `minutes` after midnight by the clock; `None` from 24:00 on.
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes < 24 * 60).then_some(Self(minutes))
    }

    /// Minutes after midnight by the clock.
    pub fn minutes(self) -> u16 {
        self.0
    }

    /// The same time as a chrono type.
    pub fn as_naive(self) -> NaiveTime {
        NaiveTime::from_hms_opt(u32::from(self.0) / 60, u32::from(self.0) % 60, 0)
            .expect("a wall time is below 24:00 by construction")
    }

    /// `HHMM`, as in document ids.
    pub fn compact(self) -> String {
        format!("{:02}{:02}", self.0 / 60, self.0 % 60)
    }
}

impl From<NaiveTime> for WallTime {
    /// Seconds are dropped.
    fn from(time: NaiveTime) -> Self {
        Self(u16::try_from(time.hour() * 60 + time.minute()).expect("a day has 1440 minutes"))
    }
}

impl FromStr for WallTime {
    type Err = WallTimeError;

    fn from_str(text: &str) -> Result<Self, WallTimeError> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 5
            && bytes[2] == b':'
            && [0, 1, 3, 4].iter().all(|&at| bytes[at].is_ascii_digit());
        if !shaped {
            return Err(WallTimeError);
        }
        let hours: u16 = text[..2].parse().map_err(|_| WallTimeError)?;
        let minutes: u16 = text[3..].parse().map_err(|_| WallTimeError)?;
        if minutes > 59 {
            return Err(WallTimeError);
        }
        Self::from_minutes(hours * 60 + minutes).ok_or(WallTimeError)
    }
}

impl TryFrom<String> for WallTime {
    type Error = WallTimeError;

    fn try_from(text: String) -> Result<Self, WallTimeError> {
        text.parse()
    }
}

impl From<WallTime> for String {
    fn from(time: WallTime) -> Self {
        time.to_string()
    }
}

impl fmt::Display for WallTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Display for WallTimeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("must be a time HH:MM between 00:00 and 23:59")
    }
}

impl std::error::Error for WallTimeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_and_written_as_on_the_wall() {
        let time: WallTime = "09:05".parse().unwrap();
        assert_eq!((time.minutes(), time.to_string().as_str()), (545, "09:05"));
        assert_eq!(time.compact(), "0905");
    }

    #[test]
    fn anything_but_hh_mm_is_refused() {
        for text in ["", "9:05", "24:00", "10:60", "10.00", "10:0a", "+1:00", "１０:00"] {
            assert_eq!(text.parse::<WallTime>(), Err(WallTimeError), "{text}");
        }
    }
}
