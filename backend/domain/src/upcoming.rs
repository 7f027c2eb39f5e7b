//! The limit of upcoming bookings of a person.

use std::num::NonZeroU32;

/// The limit of upcoming bookings of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UpcomingLimit {
    /// The maximum.
    pub most: NonZeroU32,
    /// Whether their address is verified; if not, they may hold more once it is.
    pub is_verified: bool,
}

/// The limits set by the operator; `None` means no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpcomingLimits {
    /// For people whose address is verified.
    pub verified: Option<NonZeroU32>,
    /// For people whose address is not verified.
    pub unverified: Option<NonZeroU32>,
}

impl UpcomingLimits {
    /// The limit of a person whose address is verified or not; `None` if there is none.
    pub fn of(self, is_verified: bool) -> Option<UpcomingLimit> {
        let most = if is_verified { self.verified } else { self.unverified };
        most.map(|most| UpcomingLimit { most, is_verified })
    }
}
