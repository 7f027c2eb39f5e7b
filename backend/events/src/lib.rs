//! Events: publishing and receiving them. The only crate that names Pub/Sub.
//!
//! Events may be delivered twice; consumers recognise them by the event's id.

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

/// The topic on which bookings are announced.
pub const TOPIC: &str = "slot-booked";
/// The topic of events that could not be handled.
pub const DEAD_LETTER_TOPIC: &str = "slot-booked-dead-letter";
/// The notifier's subscription to the topic.
pub const NOTIFIER: &str = "notifier";
/// The subscription that keeps dead letters until an operator looks at them.
pub const DEAD_LETTERS: &str = "slot-booked-dead-letter";
/// The notifier's subscription to dead letters, from which the log learns that their mails failed.
pub const NOTIFIER_DEAD_LETTERS: &str = "notifier-dead-letter";
