//! A provider's own services: listing, offering and changing them.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, Fields, FromField, NoQuery};
use super::write_task::WriteTask;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use slotbook_app::{
    NewService, NotChanged, ServiceChange, change_service, list_own_services, offer_service,
};
use slotbook_contract::limits::{
    MAX_AMOUNT_MINOR, MAX_DESCRIPTION_CHARACTERS, MAX_DURATION_MINUTES, MAX_TEXT_CHARACTERS,
    MIN_DURATION_MINUTES, STEP_MINUTES,
};
use slotbook_contract::{
    Money, ProblemCode, ProviderServiceList, Service, ServiceDraft, ServicePatch, currency, text,
};
use slotbook_domain::TimeZone;
use std::sync::Arc;

/// The caller's own services, those that are not offered included
#[utoipa::path(get, path = "/api/provider/services",
    operation_id = "listProviderServices", tag = "provider", security(("idToken" = [])),
    responses((status = 200, description = "By name", body = ProviderServiceList)))]
pub async fn list(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    _: NoQuery,
) -> Result<Json<ProviderServiceList>, Failure> {
    Ok(Json(ProviderServiceList { services: list_own_services(&api.app, &provider).await? }))
}

/// Offer a service
///
/// It is in the catalogue at once; it can be booked when opening hours are published for it.
#[utoipa::path(post, path = "/api/provider/services",
    operation_id = "createService", tag = "provider", security(("idToken" = [])),
    request_body = ServiceDraft,
    responses((status = 201, description = "The service, with the id that it was given", body = Service,
        headers(("location" = String, description = "Where the catalogue shows it")))),
    extensions(("x-problem-codes" = json!([ProblemCode::TooManyServices]))))]
pub async fn create(
    Provider(provider): Provider,
    task: WriteTask,
    fields: Fields,
) -> Result<Response, Failure> {
    let offer = offer(fields)?;
    let offering = task.run(|app| async move { offer_service(&app, &provider, offer).await });
    let service = offering.await?.ok_or(Failure::TooManyServices)?;
    let location = [(LOCATION, format!("/api/services/{}", service.id))];
    Ok((StatusCode::CREATED, location, Json(service)).into_response())
}

/// Change a service, or no longer offer it
///
/// What is left out stays. The zone and the duration can be changed as long as the service has no
/// slots. Bookings keep the price that they were made at.
#[utoipa::path(patch, path = "/api/provider/services/{serviceId}",
    operation_id = "changeService", tag = "provider", security(("idToken" = [])),
    params(("serviceId" = String, Path, description = "The service's id")),
    request_body = ServicePatch,
    responses((status = 200, description = "The service as it is now", body = Service)),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound]))))]
pub async fn patch(
    Provider(provider): Provider,
    task: WriteTask,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Json<Service>, Failure> {
    let change = change(fields)?;
    let id = input::service_id(&id).ok_or(Failure::ServiceNotFound)?;
    let changing =
        task.run(|app| async move { change_service(&app, &provider, &id, &change).await });
    match changing.await? {
        Ok(service) => Ok(Json(service)),
        Err(NotChanged::NotOwn(refused)) => Err(refused.into()),
        Err(NotChanged::HasSlots { duration, zone }) => {
            let mut fields = Fields::none();
            let settled = "cannot be changed once the service has slots";
            if duration {
                fields.complain("durationMinutes", settled);
            }
            if zone {
                fields.complain("timeZone", settled);
            }
            fields.finish(None)
        }
    }
}

fn offer(mut fields: Fields) -> Result<NewService, Failure> {
    let name = fields.required("name").map(|Name(name)| name);
    let description = fields.required("description").map(|Description(text)| text);
    let duration = fields.required("durationMinutes").map(|Minutes(minutes)| minutes);
    let price = fields.object("price", price);
    let zone = fields.required("timeZone");
    let read = name.zip(description).zip(duration).zip(price).zip(zone);
    fields.finish(read.map(|((((name, description), duration_minutes), price), zone)| NewService {
        name,
        description,
        duration_minutes,
        price,
        zone,
    }))
}

fn change(mut fields: Fields) -> Result<ServiceChange, Failure> {
    let change = ServiceChange {
        name: fields.optional("name").map(|Name(name)| name),
        description: fields.optional("description").map(|Description(text)| text),
        duration_minutes: fields.optional("durationMinutes").map(|Minutes(minutes)| minutes),
        price: if fields.has("price") { fields.object("price", price) } else { None },
        zone: fields.optional("timeZone"),
        is_active: fields.optional("isActive"),
    };
    fields.finish(Some(change))
}

fn price(fields: &mut Fields) -> Option<Money> {
    let amount = fields.required("amountMinor").map(|Amount(amount)| amount);
    let currency = fields.required("currency").map(|Currency(code)| code);
    amount.zip(currency).map(|(amount, currency)| Money::new(amount, currency))
}

/// A service's name: one line of which something can be seen.
struct Name(String);
/// A service's description: may be empty, may have lines, which end as Unix has them.
struct Description(String);
/// How long a service takes.
struct Minutes(u16);
/// A price in minor units.
struct Amount(i64);
/// The code of a currency.
struct Currency(String);

impl FromField for Name {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let name = text::trim(value.as_str().unwrap_or_default());
        let is_one_line = !name.contains(char::is_control) && !name.contains(LINE_ENDS);
        if name.is_empty() || !is_one_line || name.chars().count() > MAX_TEXT_CHARACTERS {
            return Err("must be one line of text that can be seen, of at most 200 characters");
        }
        keeps_its_direction(name).map(|name| Self(name.into()))
    }
}

impl FromField for Description {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let text = value.as_str().map(|text| text.replace("\r\n", "\n").replace(LINE_ENDS, "\n"));
        let text = text.as_deref().map(text::trim);
        let text = text.filter(|text| text.chars().count() <= MAX_DESCRIPTION_CHARACTERS);
        let text = text.ok_or("must be text of at most 2000 characters; it may be empty")?;
        let is_shown = |letter: char| matches!(letter, '\n' | '\t') || !letter.is_control();
        if !text.chars().all(is_shown) {
            return Err("must not contain control characters other than line breaks and tabs");
        }
        keeps_its_direction(text).map(|text| Self(text.into()))
    }
}

/// What ends a line besides `\n`: a carriage return, and Unicode's own three.
const LINE_ENDS: [char; 4] = ['\r', '\u{85}', '\u{2028}', '\u{2029}'];

fn keeps_its_direction(text: &str) -> Result<&str, &'static str> {
    if text.contains(text::turns_direction) {
        return Err(
            "must not contain characters that turn the direction of text (U+202A to U+202E, U+2066 to U+2069)",
        );
    }
    Ok(text)
}

impl FromField for Minutes {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let minutes = value.as_u64().and_then(|minutes| u16::try_from(minutes).ok());
        minutes
            .filter(|minutes| (MIN_DURATION_MINUTES..=MAX_DURATION_MINUTES).contains(minutes))
            .filter(|minutes| minutes % STEP_MINUTES == 0)
            .map(Self)
            .ok_or("must be a number of minutes from 5 to 480, in whole multiples of 5")
    }
}

impl FromField for Amount {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let amount = value.as_i64().filter(|amount| (0..=MAX_AMOUNT_MINOR).contains(amount));
        amount.map(Self).ok_or("must be a whole number of minor units from 0 to 100000000000")
    }
}

impl FromField for Currency {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let code = value.as_str().filter(|code| currency::is_money(code));
        code.map(|code| Self(code.into()))
            .ok_or("must be the ISO 4217 code of a currency in use, such as GBP")
    }
}

impl FromField for TimeZone {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let zone = value.as_str().and_then(|name| name.parse().ok());
        zone.ok_or("must be the IANA name of a time zone, such as Europe/London")
    }
}

#[cfg(test)]
#[path = "provider_services_tests.rs"]
mod tests;
