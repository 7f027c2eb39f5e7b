//! How the API sees a caller.

use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// How the API sees a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallerView {
    /// The address that the limits on requests count the caller by; of an IPv6 address, the network
    /// of the first 64 bits.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("203.0.113.7")))]
    pub address: IpAddr,
}
