//! Announcing: the only crate that names Pub/Sub.
//!
//! Whatever is announced may come twice; consumers tell by the event's id.

mod broker;
mod envelope;
mod patience;
mod publisher;
mod relay;
mod subscription;
mod topology;

pub use broker::{Broker, BrokerError};
pub use envelope::{EnvelopeError, read, write};
pub use patience::Patience;
pub use publisher::Publisher;
pub use relay::Relay;
pub use subscription::{Received, Subscription};
pub use topology::set_up;

/// The topic that bookings are announced on.
pub const TOPIC: &str = "slot-booked";
/// Where events rest that nobody could deal with.
pub const DEAD_LETTER_TOPIC: &str = "slot-booked-dead-letter";
/// The notifier's subscription to the topic.
pub const NOTIFIER: &str = "notifier";
/// The subscription in which dead letters rest until people look at them.
pub const RESTING: &str = "slot-booked-dead-letter";
/// The notifier's subscription to the dead letters: the log is to say that their mails failed.
pub const UNDERTAKER: &str = "notifier-dead-letter";
