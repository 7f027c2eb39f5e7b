//! Opening hours: publishing slots from them, and seeing first what that would do.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, Fields, FromField};
use crate::app::{Error, NotPublished, Range, preview_opening_hours, publish_opening_hours};
use crate::domain::opening_hours::{WeeklyHours, Window};
use axum::Json;
use axum::extract::{Path, State};
use chrono::Weekday;
use serde_json::Value;
use slotbook_contract::limits::{MAX_PUBLISH_DAYS, MAX_WINDOWS, STEP_MINUTES};
use slotbook_contract::{
    OpeningHours, ProblemCode, PublishOutcome, PublishPreview, ServiceId, WallTime, WindowEnd,
};
use std::sync::Arc;
use tracing::Instrument;

const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Mon, "monday"),
    (Weekday::Tue, "tuesday"),
    (Weekday::Wed, "wednesday"),
    (Weekday::Thu, "thursday"),
    (Weekday::Fri, "friday"),
    (Weekday::Sat, "saturday"),
    (Weekday::Sun, "sunday"),
];

/// Publish the slots of a range of dates
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
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Json<PublishOutcome>, Failure> {
    let (id, hours, range) = wanted(&id, fields)?;
    // In a task of its own, which goes on when the caller hangs up or the time limit runs out.
    let publishing =
        async move { publish_opening_hours(&api.app, &provider, &id, &hours, range).await };
    let published = tokio::spawn(publishing.in_current_span()).await.map_err(Error::broken)?;
    Ok(Json(published??))
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
    let (id, hours, range) = wanted(&id, fields)?;
    Ok(Json(preview_opening_hours(&api.app, &provider, &id, &hours, range).await??))
}

impl From<NotPublished> for Failure {
    fn from(refused: NotPublished) -> Self {
        match refused {
            NotPublished::NotOwn(refused) => refused.into(),
            NotPublished::TooManySlots => Self::field(
                "to",
                "makes more than 40000 slots of these hours; publish a shorter range at a time",
            ),
        }
    }
}

fn wanted(id: &str, mut fields: Fields) -> Result<(ServiceId, WeeklyHours, Range), Failure> {
    let range = fields.range_of(MAX_PUBLISH_DAYS);
    let hours = fields.object("weekly", weekly);
    let (hours, range) = fields.finish(hours.zip(range))?;
    let id = input::service_id(id).ok_or(Failure::ServiceNotFound)?;
    Ok((id, hours, range))
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
