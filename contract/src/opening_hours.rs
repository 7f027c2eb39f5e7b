//! Opening hours: what a provider sends to publish slots, and the result.

use crate::{WallTime, WallTimeError};
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Hours to be stored and published: until further notice if `to` is null, otherwise for the dates
/// from `from` to `to`, where they take precedence over the standing hours. If `weekly` is null,
/// the hours stored for these dates are removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpeningHours {
    /// The first date, in the service's time zone.
    pub from: NaiveDate,
    /// The last date, inclusive; null for hours until further notice.
    pub to: Option<NaiveDate>,
    /// The windows of each day of the week; null to remove the hours stored for these dates.
    pub weekly: Option<WeeklyWindows>,
}

/// The stored opening hours of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HoursRules {
    /// The hours until further notice.
    pub standing: Option<StandingHours>,
    /// Current standing hours that end because others follow them, by date. Omitted if there are
    /// none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ending: Vec<HoursException>,
    /// Hours for certain dates, which take precedence over the standing hours, by date. Past ones
    /// are left out. If two apply to one date, the one that was stored later applies.
    pub exceptions: Vec<HoursException>,
}

/// Opening hours until further notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StandingHours {
    /// The first date, in the service's time zone.
    pub from: NaiveDate,
    /// The windows of each day of the week.
    pub weekly: WeeklyWindows,
    /// The last date whose slots are published; it advances every day.
    pub published_until: NaiveDate,
}

/// Opening hours for certain dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HoursException {
    /// The first date, in the service's time zone.
    pub from: NaiveDate,
    /// The last date, inclusive.
    pub to: NaiveDate,
    /// The windows of each day of the week; empty for a holiday.
    pub weekly: WeeklyWindows,
}

/// The windows of each day of the week; a day without any is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeeklyWindows {
    /// The windows of Mondays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub monday: Vec<TimeWindow>,
    /// The windows of Tuesdays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tuesday: Vec<TimeWindow>,
    /// The windows of Wednesdays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wednesday: Vec<TimeWindow>,
    /// The windows of Thursdays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thursday: Vec<TimeWindow>,
    /// The windows of Fridays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub friday: Vec<TimeWindow>,
    /// The windows of Saturdays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saturday: Vec<TimeWindow>,
    /// The windows of Sundays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sunday: Vec<TimeWindow>,
}

impl WeeklyWindows {
    /// The windows of a day.
    pub fn on(&self, day: Weekday) -> &Vec<TimeWindow> {
        match day {
            Weekday::Mon => &self.monday,
            Weekday::Tue => &self.tuesday,
            Weekday::Wed => &self.wednesday,
            Weekday::Thu => &self.thursday,
            Weekday::Fri => &self.friday,
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
        }
    }

    /// The windows of a day, for changing them.
    pub fn on_mut(&mut self, day: Weekday) -> &mut Vec<TimeWindow> {
        match day {
            Weekday::Mon => &mut self.monday,
            Weekday::Tue => &mut self.tuesday,
            Weekday::Wed => &mut self.wednesday,
            Weekday::Thu => &mut self.thursday,
            Weekday::Fri => &mut self.friday,
            Weekday::Sat => &mut self.saturday,
            Weekday::Sun => &mut self.sunday,
        }
    }
}

/// A part of a day, in the service's time zone. Windows of one day may touch but not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimeWindow {
    /// When it begins.
    pub start: WallTime,
    /// When it ends; later than `start`.
    pub end: WindowEnd,
}

/// The end of a window: a time `HH:MM`, or `24:00` for the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^(([01][0-9]|2[0-3]):[0-5][05]|24:00)$", example = "17:00"))]
#[serde(into = "String", try_from = "String")]
pub struct WindowEnd(u16);

impl WindowEnd {
    /// The end of the day.
    pub const MIDNIGHT: Self = Self(24 * 60);

    /// The end `minutes` after midnight by the clock; `None` past 24:00.
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes <= Self::MIDNIGHT.0).then_some(Self(minutes))
    }

    /// Minutes after midnight by the clock, at most 1440.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl From<WallTime> for WindowEnd {
    fn from(time: WallTime) -> Self {
        Self(time.minutes())
    }
}

impl FromStr for WindowEnd {
    type Err = WallTimeError;

    fn from_str(text: &str) -> Result<Self, WallTimeError> {
        if text == "24:00" { Ok(Self::MIDNIGHT) } else { text.parse::<WallTime>().map(Self::from) }
    }
}

impl TryFrom<String> for WindowEnd {
    type Error = WallTimeError;

    fn try_from(text: String) -> Result<Self, WallTimeError> {
        text.parse()
    }
}

impl From<WindowEnd> for String {
    fn from(end: WindowEnd) -> Self {
        end.to_string()
    }
}

impl fmt::Display for WindowEnd {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// What publishing did, or would do, as numbers of slots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublishOutcome {
    /// Slots that did not exist.
    pub created: u32,
    /// Slots that stay as they were: in the hours as before, booked, or already closed.
    pub kept: u32,
    /// Slots that are not in the hours any more.
    pub closed: u32,
    /// Slots that are in the hours again.
    pub reopened: u32,
    /// Those of the kept slots that start at another instant now, because the law of their time
    /// zone has changed; omitted if there are none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub moved: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// What publishing would do with one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SlotFate {
    /// It does not exist yet.
    Created,
    /// It is not in the hours any more.
    Closed,
    /// It is in the hours again. If it was closed by hand, it stays closed.
    Reopened,
    /// It starts at another instant, because the law of its time zone has changed.
    Moved,
}

/// A slot that publishing would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PreviewedSlot {
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// The time in the service's time zone.
    pub time: WallTime,
    /// What publishing would do with it.
    pub fate: SlotFate,
}

/// What publishing these hours would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublishPreview {
    /// The numbers of slots.
    pub outcome: PublishOutcome,
    /// The slots that would change, by date and time; the first 500 of them.
    pub changes: Vec<PreviewedSlot>,
    /// Whether more would change than `changes` lists.
    pub has_more: bool,
}
