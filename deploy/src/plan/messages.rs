//! Pub/Sub: the topics and subscriptions, the same as `slotbook-admin setup` creates.

use super::{Change, State, Step};
use crate::command::CommandLine;
use crate::desired_state::{
    DEAD_LETTER_TOPIC, DEAD_LETTERS, DesiredState, GIVEN_UP, SUBSCRIPTION, TOPIC,
};
use crate::observed::{ObservedState, Read};

/// The options of every subscription: none expires because it was not pulled from for a while.
const LASTING: &str = "--ack-deadline=10 --message-retention-duration=7d --expiration-period=never";

pub fn steps(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    vec![topics(desired, observed), subscriptions(desired, observed)]
}

fn topics(desired: &DesiredState, observed: &ObservedState) -> Step {
    let topics = [TOPIC, DEAD_LETTER_TOPIC];
    let reads = topics
        .map(|it| Read::get("pubsub", format!("v1/projects/{}/topics/{it}", desired.project)));
    let missing = topics.iter().zip(&reads).filter(|(_, read)| observed.get(read).is_none());
    let changes: Vec<Change> =
        missing.map(|(it, _)| create(desired, format!("pubsub topics create {it}"))).collect();
    Step::new("topics", "bookings are announced here", topics.join(", "))
        .in_state(state(changes.len(), topics.len()))
        .reading(reads)
        .by(changes)
}

fn subscriptions(desired: &DesiredState, observed: &ObservedState) -> Step {
    let wanted = [
        // A topic without a subscription drops messages, so the dead letters' subscription comes
        // first.
        (DEAD_LETTERS, DEAD_LETTER_TOPIC, ""),
        (GIVEN_UP, DEAD_LETTER_TOPIC, ""),
        (
            SUBSCRIPTION,
            TOPIC,
            "--dead-letter-topic=slot-booked-dead-letter --max-delivery-attempts=100",
        ),
    ];
    let reads = wanted.map(|(it, _, _)| {
        Read::get("pubsub", format!("v1/projects/{}/subscriptions/{it}", desired.project))
    });
    let missing = wanted.iter().zip(&reads).filter(|(_, read)| observed.get(read).is_none());
    let changes = missing.map(|((name, topic, more), _)| {
        create(
            desired,
            format!("pubsub subscriptions create {name} --topic={topic} {LASTING} {more}"),
        )
    });
    let changes: Vec<Change> = changes.collect();
    Step::new(
        "subscriptions",
        "the notifier takes them from here; what cannot be delivered is kept for a week",
        wanted.map(|it| it.0).join(", "),
    )
    .in_state(state(changes.len(), wanted.len()))
    .reading(reads)
    .by(changes)
}

fn create(desired: &DesiredState, text: String) -> Change {
    Change::Run(CommandLine::gcloud(&desired.project, &text))
}

fn state(missing: usize, all: usize) -> State {
    match missing {
        0 => State::Same,
        some if some == all => State::Missing,
        some => State::Different(format!("{some} of {all} are missing")),
    }
}
