//! How many upcoming bookings one person may hold.

use std::num::NonZeroU32;

/// How many upcoming bookings a person may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UpcomingLimit {
    /// So many at most.
    pub most: NonZeroU32,
    /// Whether they have shown that their address is theirs; if not, they may hold more once they
    /// have.
    pub is_verified: bool,
}

/// The limits that the operator sets; `None` stands for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpcomingLimits {
    /// For people whose address is verified.
    pub verified: Option<NonZeroU32>,
    /// For people whose address is not.
    pub unverified: Option<NonZeroU32>,
}

impl UpcomingLimits {
    /// The limit of a person whose address is verified or not; `None` if there is none.
    pub fn of(self, is_verified: bool) -> Option<UpcomingLimit> {
        let most = if is_verified { self.verified } else { self.unverified };
        most.map(|most| UpcomingLimit { most, is_verified })
    }
}
