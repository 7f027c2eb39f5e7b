//! Pub/Sub: the topics and the subscriptions, as `slotbook-admin setup` makes them too.

use super::{Change, State, Step};
use crate::command::CommandLine;
use crate::observed::{Observed, Read};
use crate::wish::{DEAD_LETTER_TOPIC, DEAD_LETTERS, GIVEN_UP, SUBSCRIPTION, TOPIC, Wish};

/// What every subscription has: nothing goes because nobody pulled for a while.
const LASTING: &str = "--ack-deadline=10 --message-retention-duration=7d --expiration-period=never";

pub fn steps(wish: &Wish, seen: &Observed) -> Vec<Step> {
    vec![topics(wish, seen), subscriptions(wish, seen)]
}

fn topics(wish: &Wish, seen: &Observed) -> Step {
    let topics = [TOPIC, DEAD_LETTER_TOPIC];
    let reads =
        topics.map(|it| Read::get("pubsub", format!("v1/projects/{}/topics/{it}", wish.project)));
    let missing = topics.iter().zip(&reads).filter(|(_, read)| seen.get(read).is_none());
    let changes: Vec<Change> =
        missing.map(|(it, _)| create(wish, format!("pubsub topics create {it}"))).collect();
    Step::new("topics", "bookings are announced here", topics.join(", "))
        .in_state(state(changes.len(), topics.len()))
        .reading(reads)
        .by(changes)
}

fn subscriptions(wish: &Wish, seen: &Observed) -> Step {
    let wanted = [
        // Dead letters need somewhere to rest before the first of them comes.
        (DEAD_LETTERS, DEAD_LETTER_TOPIC, ""),
        (GIVEN_UP, DEAD_LETTER_TOPIC, ""),
        (
            SUBSCRIPTION,
            TOPIC,
            "--dead-letter-topic=slot-booked-dead-letter --max-delivery-attempts=100",
        ),
    ];
    let reads = wanted.map(|(it, _, _)| {
        Read::get("pubsub", format!("v1/projects/{}/subscriptions/{it}", wish.project))
    });
    let missing = wanted.iter().zip(&reads).filter(|(_, read)| seen.get(read).is_none());
    let changes = missing.map(|((name, topic, more), _)| {
        create(wish, format!("pubsub subscriptions create {name} --topic={topic} {LASTING} {more}"))
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

fn create(wish: &Wish, text: String) -> Change {
    Change::Run(CommandLine::gcloud(&wish.project, &text))
}

fn state(missing: usize, all: usize) -> State {
    match missing {
        0 => State::Same,
        some if some == all => State::Missing,
        some => State::Different(format!("{some} of {all} are missing")),
    }
}
