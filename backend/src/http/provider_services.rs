//! A provider's own services: listing, offering and changing them.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, Fields, FromField};
use crate::app::{Change, NotChanged, Offer, change_service, list_own_services, offer_service};
use crate::domain::TimeZone;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use rusty_money::iso;
use serde_json::Value;
use slotbook_contract::limits::{
    MAX_AMOUNT_MINOR, MAX_DESCRIPTION_BYTES, MAX_DURATION_MINUTES, MAX_TEXT_BYTES,
    MIN_DURATION_MINUTES, STEP_MINUTES,
};
use slotbook_contract::{
    Money, ProblemCode, ProviderServiceList, Service, ServiceDraft, ServicePatch,
};
use std::sync::Arc;

/// The caller's own services, those that are not offered included
#[utoipa::path(get, path = "/api/provider/services",
    operation_id = "listProviderServices", tag = "provider", security(("idToken" = [])),
    responses((status = 200, description = "By name", body = ProviderServiceList)))]
pub async fn list(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
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
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    fields: Fields,
) -> Result<Response, Failure> {
    let offer = offer(fields)?;
    let service = offer_service(&api.app, &provider, offer).await?;
    let service = service.ok_or(Failure::TooManyServices)?;
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
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Json<Service>, Failure> {
    let change = change(fields)?;
    let id = input::service_id(&id).ok_or(Failure::ServiceNotFound)?;
    match change_service(&api.app, &provider, &id, &change).await? {
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

fn offer(mut fields: Fields) -> Result<Offer, Failure> {
    let name = fields.required("name").map(|Name(name)| name);
    let description = fields.required("description").map(|Description(text)| text);
    let duration = fields.required("durationMinutes").map(|Minutes(minutes)| minutes);
    let price = fields.object("price", price);
    let zone = fields.required("timeZone");
    let read = name.zip(description).zip(duration).zip(price).zip(zone);
    fields.finish(read.map(|((((name, description), duration_minutes), price), zone)| Offer {
        name,
        description,
        duration_minutes,
        price,
        zone,
    }))
}

fn change(mut fields: Fields) -> Result<Change, Failure> {
    let change = Change {
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
    amount.zip(currency).map(|(amount_minor, currency)| Money { amount_minor, currency })
}

/// A service's name: one line that is not blank.
struct Name(String);
/// A service's description: may be empty, may have lines.
struct Description(String);
/// How long a service takes.
struct Minutes(u16);
/// A price in minor units.
struct Amount(i64);
/// The code of a currency.
struct Currency(String);

impl FromField for Name {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let name = value.as_str().map(str::trim).filter(|name| {
            !name.is_empty() && name.len() <= MAX_TEXT_BYTES && !name.contains(char::is_control)
        });
        name.map(|name| Self(name.into()))
            .ok_or("must be one line of text, not blank and at most 200 bytes long")
    }
}

impl FromField for Description {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let is_shown = |character: char| character == '\n' || !character.is_control();
        let text = value.as_str().map(str::trim);
        let text = text.filter(|text| text.len() <= MAX_DESCRIPTION_BYTES);
        text.filter(|text| text.chars().all(is_shown))
            .map(|text| Self(text.into()))
            .ok_or("must be text of at most 2000 bytes; it may be empty")
    }
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
        amount.map(Self).ok_or("must be a whole number of minor units from 0 to 1000000000")
    }
}

impl FromField for Currency {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let code = value.as_str().filter(|code| iso::find(code).is_some());
        code.map(|code| Self(code.into())).ok_or("must be a currency of ISO 4217, such as GBP")
    }
}

impl FromField for TimeZone {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let zone = value.as_str().and_then(|name| name.parse().ok());
        zone.ok_or("must be the IANA name of a time zone, such as Europe/London")
    }
}
