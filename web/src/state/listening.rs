//! How fresh what a listener has delivered is.

/// What is known of a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listening {
    /// It has not said anything yet.
    Waiting,
    /// It is in touch with the server.
    Live,
    /// What it has may be out of date.
    Stale,
    /// It has ended and has to be opened anew.
    Ended,
}

impl Listening {
    /// What a delivery tells of it.
    pub fn told(from_cache: bool) -> Self {
        if from_cache { Self::Stale } else { Self::Live }
    }

    /// Whether what is shown may have changed without being noticed.
    pub fn is_cut_off(self) -> bool {
        matches!(self, Self::Stale | Self::Ended)
    }
}
