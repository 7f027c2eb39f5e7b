//! What the API knows of the caller.

use crate::UserId;
use serde::{Deserialize, Serialize};

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Book.
    Consumer,
    /// Offer services, too.
    Provider,
}

/// How much of something a person may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PersonalLimits {
    /// How many upcoming bookings they may hold; null for as many as they like.
    pub upcoming_bookings: Option<u32>,
}

/// Who the caller is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// Their Firebase uid.
    pub user_id: UserId,
    /// Their name, if they gave one.
    pub name: Option<String>,
    /// Their mail address, if their account has one.
    pub email: Option<String>,
    /// Whether they have shown that the address is theirs.
    pub email_verified: bool,
    /// What they may do.
    pub role: Role,
    /// How much they may have.
    pub limits: PersonalLimits,
}
