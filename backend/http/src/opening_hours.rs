//! Opening hours: kept, published as slots, tried out first, and shown as they are kept.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, Fields, FromField, NoQuery, Nullable};
use super::write_task::WriteTask;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use chrono::{NaiveDate, Weekday};
use serde_json::Value;
use slotbook_app::{
    Bound, NotPublished, WantedHours, keep_opening_hours, preview_opening_hours, read_opening_hours,
};
use slotbook_contract::limits::{
    MAX_DAYS_AHEAD, MAX_PUBLISH_DAYS, MAX_STANDING_CHANGES, MAX_WINDOWS, STEP_MINUTES,
};
use slotbook_contract::{
    HoursRules, OpeningHours, ProblemCode, PublishOutcome, PublishPreview, ServiceId, WallTime,
    WindowEnd,
};
use slotbook_domain::opening_hours::{WeeklyHours, Window};
use std::sync::Arc;

const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Mon, "monday"),
    (Weekday::Tue, "tuesday"),
    (Weekday::Wed, "wednesday"),
    (Weekday::Thu, "thursday"),
    (Weekday::Fri, "friday"),
    (Weekday::Sat, "saturday"),
    (Weekday::Sun, "sunday"),
];

/// Keep opening hours and publish their slots
///
/// With `to: null` the hours hold from `from` until further notice, and their slots stay published
/// some weeks ahead by themselves. With a last date they are an exception, which beats the
/// standing hours on its dates; of two exceptions for one date the later one holds, and one with
/// the same `from` replaces the other. `weekly: null` takes the exception of these dates away, or
/// the standing hours from `from` on. Dates lie between yesterday and 400 days ahead.
///
/// The slots become what the hours say: what is new is created, what is in the hours no more is
/// closed, what is in them again is reopened. Booked slots always stay, and so do slots closed by
/// hand; on a day closed by hand, new slots are closed as well. The same call again changes
/// nothing, and a call that was cut off is finished by sending it again.
#[utoipa::path(put, path = "/api/provider/services/{serviceId}/opening-hours",
    operation_id = "publishOpeningHours", tag = "provider", security(("idToken" = [])),
    params(("serviceId" = String, Path, description = "The service's id")),
    request_body = OpeningHours,
    responses((status = 200, description = "What was done", body = PublishOutcome)),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound]))))]
pub async fn publish(
    Provider(provider): Provider,
    task: WriteTask,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Json<PublishOutcome>, Failure> {
    let (id, hours) = wanted(&id, fields)?;
    let publishing =
        task.run(|app| async move { keep_opening_hours(&app, &provider, &id, &hours).await });
    Ok(Json(publishing.await??))
}

/// See what publishing these hours would do
///
/// Takes the same body and changes nothing.
#[utoipa::path(post, path = "/api/provider/services/{serviceId}/opening-hours/preview",
    operation_id = "previewOpeningHours", tag = "provider", security(("idToken" = [])),
    params(("serviceId" = String, Path, description = "The service's id")),
    request_body = OpeningHours,
    responses((status = 200, description = "What would be done, and the first 500 slots that would change", body = PublishPreview)),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound]))))]
pub async fn preview(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Json<PublishPreview>, Failure> {
    let (id, hours) = wanted(&id, fields)?;
    Ok(Json(preview_opening_hours(&api.app, &provider, &id, &hours).await??))
}

/// See the opening hours that are kept
///
/// The hours until further notice, and the exceptions whose dates are not over. A service whose
/// slots were published without keeping hours has no hours until further notice.
#[utoipa::path(get, path = "/api/provider/services/{serviceId}/opening-hours",
    operation_id = "readOpeningHours", tag = "provider", security(("idToken" = [])),
    params(("serviceId" = String, Path, description = "The service's id")),
    responses((status = 200, description = "The hours", body = HoursRules)),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound]))))]
pub async fn read(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    Path(id): Path<String>,
    _: NoQuery,
    RawQuery(query): RawQuery,
) -> Result<Json<HoursRules>, Failure> {
    Fields::of_query(query.as_deref()).finish(Some(()))?;
    let id = input::service_id(&id).ok_or(Failure::ServiceNotFound)?;
    Ok(Json(read_opening_hours(&api.app, &provider, &id).await??))
}

impl From<NotPublished> for Failure {
    fn from(refused: NotPublished) -> Self {
        match refused {
            NotPublished::NotOwn(refused) => refused.into(),
            NotPublished::TooManySlots => Self::field(
                "to",
                "makes more than 40000 slots of these hours; publish a shorter range at a time",
            ),
            NotPublished::OutOfReach(bound) => Self::field(
                match bound {
                    Bound::From => "from",
                    Bound::To => "to",
                },
                &format!("must lie between yesterday and {MAX_DAYS_AHEAD} days ahead"),
            ),
            NotPublished::EndsOn(date) => Self::field(
                "to",
                &format!("must be {date}, the last date of the hours that begin on from"),
            ),
            NotPublished::TooManyChanges => Self::field(
                "from",
                &format!(
                    "makes more than {MAX_STANDING_CHANGES} changes of the standing hours; take \
                     some away first"
                ),
            ),
        }
    }
}

fn wanted(id: &str, mut fields: Fields) -> Result<(ServiceId, WantedHours), Failure> {
    let from: Option<NaiveDate> = fields.required("from");
    let to = fields.nullable::<NaiveDate>("to", Fields::required);
    if let (Some(from), Some(Nullable::Value(to))) = (from, &to) {
        fields.complain_of_range(from, *to, MAX_PUBLISH_DAYS);
    }
    let weekly = fields.nullable("weekly", |fields, name| fields.object(name, weekly));
    let wanted = from.zip(to).zip(weekly);
    let ((from, to), weekly) = fields.finish(wanted)?;
    let id = input::service_id(id).ok_or(Failure::ServiceNotFound)?;
    Ok((id, WantedHours { from, to: to.value(), weekly: weekly.value() }))
}

fn weekly(fields: &mut Fields) -> Option<WeeklyHours> {
    let mut hours = Some(WeeklyHours::default());
    for (day, name) in WEEK {
        let windows = fields.objects(name, MAX_WINDOWS, window);
        if let Some(windows) = &windows {
            complain_of_overlaps(fields, name, windows);
        }
        hours = hours.zip(windows).map(|(hours, windows)| {
            windows.into_iter().fold(hours, |hours, window| hours.open(day, window))
        });
    }
    hours
}

fn window(fields: &mut Fields) -> Option<Window> {
    let start: Option<WallTime> = fields.required("start");
    let end: Option<WindowEnd> = fields.required("end");
    let (start, end) = (start?.minutes(), end?.minutes());
    if end <= start {
        fields.complain("end", "must lie after start; a window ends on the day it begins");
    }
    Some(Window { start, end })
}

/// Two windows of a day that overlap would make two slots of one time.
fn complain_of_overlaps(fields: &mut Fields, day: &str, windows: &[Window]) {
    for (index, window) in windows.iter().enumerate() {
        let mut others = windows.iter().take(index);
        if others.any(|other| window.start < other.end && other.start < window.end) {
            fields.complain(&format!("{day}[{index}]"), "overlaps with another window of the day");
        }
    }
}

impl FromField for WindowEnd {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let end: Option<Self> = value.as_str().and_then(|text| text.parse().ok());
        end.filter(|end| end.minutes() % STEP_MINUTES == 0)
            .ok_or("must be a time HH:MM up to 24:00, in whole multiples of 5 minutes")
    }
}
