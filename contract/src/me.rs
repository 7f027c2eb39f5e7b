//! The caller's own account and limits.

use crate::UserId;
use serde::{Deserialize, Serialize};

/// A person's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May book.
    Consumer,
    /// May also offer services.
    Provider,
}

/// A person's limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PersonalLimits {
    /// How many upcoming bookings they may hold; null if there is no limit.
    pub upcoming_bookings: Option<u32>,
}

/// The caller's account.
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
    /// Whether their address is verified.
    pub email_verified: bool,
    /// Their role.
    pub role: Role,
    /// Their limits.
    pub limits: PersonalLimits,
}
