//! Announcing: the only crate that names Pub/Sub.
//!
//! Whatever is announced may come twice; consumers tell by the event's id.

mod broker;
mod envelope;
mod publisher;
mod relay;
mod retry_schedule;
mod subscription;
mod topology;

pub use broker::{Broker, BrokerError};
pub use envelope::{EnvelopeError, read, write};
pub use publisher::Publisher;
pub use relay::Relay;
pub use retry_schedule::RetrySchedule;
pub use subscription::{PulledMessage, Subscription};
pub use topology::set_up;

/// The topic that bookings are announced on.
pub const TOPIC: &str = "slot-booked";
/// Where events rest that nobody could deal with.
pub const DEAD_LETTER_TOPIC: &str = "slot-booked-dead-letter";
/// The notifier's subscription to the topic.
pub const NOTIFIER: &str = "notifier";
/// The subscription that keeps dead letters until an operator looks at them.
pub const DEAD_LETTERS: &str = "slot-booked-dead-letter";
/// The notifier's subscription to the dead letters: the log is to say that their mails failed.
pub const NOTIFIER_DEAD_LETTERS: &str = "notifier-dead-letter";
