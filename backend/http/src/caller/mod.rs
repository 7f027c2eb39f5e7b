//! Turns a bearer ID token into a [`Caller`].

mod id_token;
mod signed_token;
mod signing_keys;

pub use id_token::IdTokens;
pub use signed_token::TokenError;
pub(super) use signed_token::signed_claims;
pub use signing_keys::SigningKeys;

use super::Api;
use super::error::Failure;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::TypedHeader;
use axum_extra::headers::Authorization;
use axum_extra::headers::authorization::Bearer;
use chrono::{DateTime, Utc};
use slotbook_app::{Error, ProfileOutcome, ensure_provider_profile};
use slotbook_contract::{ProviderId, UserId};
use slotbook_domain as domain;
use std::sync::Arc;
use tracing::Instrument;

/// A person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Their Firebase uid.
    pub user_id: UserId,
    /// Their mail address, if their account has one.
    pub email: Option<String>,
    /// Their name, if they gave one.
    pub name: Option<String>,
    /// Whether the address is verified.
    pub is_verified: bool,
    /// Whether they may act as a provider.
    pub is_provider: bool,
    /// When they signed in, UTC.
    pub signed_in_at: DateTime<Utc>,
}

/// A caller who offers services: their id as a provider.
pub struct Provider(pub ProviderId);

/// A caller with a mail address, who can therefore book.
pub struct Consumer {
    /// Who they are.
    pub consumer: domain::Consumer,
    /// How many upcoming bookings they may hold; `None` if there is no limit.
    pub limit: Option<domain::UpcomingLimit>,
}

impl FromRequestParts<Arc<Api>> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Failure> {
        let bearer = TypedHeader::<Authorization<Bearer>>::from_request_parts(parts, api).await;
        let TypedHeader(bearer) = bearer.map_err(|_| Failure::Unauthenticated)?;
        let now = api.app.clock.now();
        let verified = api.id_tokens.verify(bearer.token(), now);
        let verified = verified.instrument(tracing::debug_span!("token")).await;
        let caller = verified.map_err(|error| match error {
            TokenError::Invalid(why) => {
                tracing::info!(why, "ID token refused");
                Failure::Unauthenticated
            }
            TokenError::KeysOutOfReach(cause) => Error::unavailable(cause).into(),
        })?;
        if api.app.memory.has_left(&caller.user_id).await? {
            return Err(Failure::Unauthenticated);
        }
        if parts.method.is_safe() {
            api.admission.admit_reader(&caller.user_id)?;
        }
        Ok(caller)
    }
}

impl FromRequestParts<Arc<Api>> for Consumer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Failure> {
        let caller = Caller::from_request_parts(parts, api).await?;
        let Caller { user_id, email, name, is_verified, .. } = caller;
        let email = email.ok_or(Failure::NoEmail)?;
        let limit = api.upcoming_limits.of(is_verified);
        Ok(Self { consumer: domain::Consumer { user_id, email, name }, limit })
    }
}

impl FromRequestParts<Arc<Api>> for Provider {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Failure> {
        let caller = Caller::from_request_parts(parts, api).await?;
        if !caller.is_provider {
            return Err(Failure::NoProvider);
        }
        let id = ProviderId::new(caller.user_id.as_str());
        let (email, name) = (caller.email.as_deref(), caller.name.as_deref());
        match ensure_provider_profile(&api.app, &id, email, name).await? {
            ProfileOutcome::Ready => Ok(Self(id)),
            ProfileOutcome::Revoked => Err(Failure::NoProvider),
            ProfileOutcome::NoEmailAddress => Err(Failure::NoEmail),
        }
    }
}
