//! The state of a listener.

/// The state of a listener, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListenerState {
    /// It is in touch with the server.
    Live,
    /// It has not delivered anything yet.
    Waiting,
    /// Its deliveries may be out of date.
    Stale,
    /// It has ended and has to be opened again.
    Ended,
}

impl ListenerState {
    /// Its state after a delivery.
    pub fn of_delivery(from_cache: bool) -> Self {
        if from_cache { Self::Stale } else { Self::Live }
    }

    /// Whether the shown documents may have changed unnoticed.
    pub fn is_cut_off(self) -> bool {
        matches!(self, Self::Stale | Self::Ended)
    }
}
