//! `hot-slot`: many people want one slot. Through the API, against the textbook solution of one
//! read-write transaction per person, in alternation.

mod crowds;

use crate::api::Api;
use crate::clients::Connection;
use crate::counting_proxy::{CountingProxy, Kind, Traffic};
use crate::emulators;
use crate::people::People;
use crate::report::{Bound, Machine, Report, Target};
use crate::stage::Stage;
use crate::statistics::{median, millis};
use crowds::{Answers, Crowd};
use serde_json::{Value, json};
use std::path::Path;

const PROVIDERS: usize = 2;
const DAYS: u64 = 2;
const ROUNDS: usize = 5;
const CLIENTS: usize = 1_000;
const TEXTBOOK_CLIENTS: usize = 200;
/// Bookings of other slots before the measurement, and the size of the first crowd of the textbook
/// solution.
const WARM_UP: usize = 20;

struct Round {
    api: Crowd,
    textbook: Crowd,
}

/// Runs the benchmark.
///
/// # Errors
/// If the measurement fails.
pub async fn measure(out: &Path) -> anyhow::Result<Report> {
    let mut stage = Stage::set(PROVIDERS, DAYS).await?;
    let people = People::gather(&stage.project_id, CLIENTS).await?;
    let machine = Machine::before();
    let rounds = time_rounds(&mut stage, &people, out).await?;
    println!("hot-slot: counting …");
    let (counted, traffic) = count(&mut stage, &people, out).await?;
    Ok(Report {
        benchmark: "hot-slot",
        measured: "a crowd on one slot through the API, against a read-write transaction a head",
        machine: machine.after(),
        parameters: json!({
            "rounds": ROUNDS,
            "clients": CLIENTS,
            "textbook_clients": TEXTBOOK_CLIENTS,
            "textbook_attempts_of_a_client": 5,
            "connections": "open before the start, one a client",
            "firestore_connections": stage.connections.len(),
            "notifier": "stopped",
        }),
        targets: targets(&rounds, &counted, &traffic),
        figures: figures(&rounds, &counted, &traffic),
        table: table(&rounds),
        remarks: remarks(&counted, &traffic),
    })
}

async fn time_rounds(stage: &mut Stage, people: &People, out: &Path) -> anyhow::Result<Vec<Round>> {
    let firestore = emulators::firestore()?;
    let log = out.join("hot-slot-api.log");
    let api = Api::start(&stage.project_id, people, &firestore, &log).await?;
    warm_up(stage, people, &api).await?;
    let few = &people.all[..WARM_UP];
    crowds::through_api(&api, people, stage.take(1)?.remove(0)).await?;
    let place = stage.take(1)?.remove(0);
    crowds::textbook(&stage.connections, few, place).await?;
    let mut rounds = Vec::new();
    for number in 1..=ROUNDS {
        println!("hot-slot: round {number} of {ROUNDS} …");
        let place = stage.take(1)?.remove(0);
        let api = crowds::through_api(&api, people, place).await?;
        let place = stage.take(1)?.remove(0);
        let (some, connections) = (&people.all[..TEXTBOOK_CLIENTS], &stage.connections);
        let textbook = crowds::textbook(connections, some, place).await?;
        rounds.push(Round { api, textbook });
    }
    Ok(rounds)
}

async fn warm_up(stage: &mut Stage, people: &People, api: &Api) -> anyhow::Result<()> {
    let mut connection = Connection::open(&api.address).await?;
    for place in stage.take(WARM_UP)? {
        connection.book(&people.all[0], &place).await?;
    }
    Ok(())
}

/// Runs one more crowd through a proxy that counts the calls, until its failed attempts are
/// recorded.
async fn count(stage: &mut Stage, people: &People, out: &Path) -> anyhow::Result<(Crowd, Traffic)> {
    let proxy = CountingProxy::to(emulators::firestore()?).await?;
    let log = out.join("hot-slot-api-counted.log");
    let api = Api::start(&stage.project_id, people, &proxy.address, &log).await?;
    warm_up(stage, people, &api).await?;
    proxy.take();
    let place = stage.take(1)?.remove(0);
    let crowd = crowds::through_api(&api, people, place).await?;
    Ok((crowd, proxy.take()))
}

fn over(rounds: &[Round], of: impl Fn(&Round) -> f64) -> f64 {
    median(&rounds.iter().map(of).collect::<Vec<_>>())
}

fn targets(rounds: &[Round], counted: &Crowd, traffic: &Traffic) -> Vec<Target> {
    let crowds = rounds.iter().map(|it| &it.api).chain([counted]);
    let right = crowds.filter(|it| it.answers.are(1, CLIENTS - 1)).count();
    let commits = traffic.of(Kind::Booking).count();
    let sooner = over(rounds, |it| it.textbook.millis_a_client() / it.api.millis_a_client());
    let all = Bound::AtLeast(count_as_f64(rounds.len() + 1));
    vec![
        Target::new("crowds with one 201 and 999 × 409", count_as_f64(right), all),
        Target::new("booking commits sent", count_as_f64(commits), Bound::AtMost(2.0)),
        Target::new("times sooner per client than the textbook way", sooner, Bound::AtLeast(100.0)),
    ]
}

fn table(rounds: &[Round]) -> Vec<Vec<String>> {
    let heading = ["", "clients", "won", "refused", "neither", "last answer ms", "a client ms"];
    let mut table = vec![heading.map(str::to_owned).to_vec()];
    for (number, round) in rounds.iter().enumerate() {
        table.push(row(format!("round {}, API", number + 1), &round.api));
        table.push(row(format!("round {}, textbook", number + 1), &round.textbook));
    }
    table
}

fn row(name: String, crowd: &Crowd) -> Vec<String> {
    let Answers { won, refused, neither } = crowd.answers;
    let counts = [crowd.answers.all(), won, refused, neither].map(|it| it.to_string());
    let times =
        [format!("{:.0}", millis(crowd.last_answer)), format!("{:.3}", crowd.millis_a_client())];
    [name].into_iter().chain(counts).chain(times).collect()
}

fn figures(rounds: &[Round], counted: &Crowd, traffic: &Traffic) -> Value {
    let rounds = rounds.iter().map(|it| {
        json!({
            "api": it.api.figures(),
            "textbook": it.textbook.figures(),
            "times_sooner_per_client": it.textbook.millis_a_client() / it.api.millis_a_client(),
        })
    });
    json!({
        "rounds": rounds.collect::<Vec<_>>(),
        "counted": {
            "crowd": counted.figures(),
            "calls": traffic.calls,
            "booking_commits": traffic.of(Kind::Booking).count(),
            "commits_of_failed_attempts": traffic.of(Kind::Attempts).count(),
            "failed_attempts_written": attempts(traffic),
        },
    })
}

fn remarks(counted: &Crowd, traffic: &Traffic) -> Vec<String> {
    let calls = traffic.calls.iter().map(|(name, count)| format!("{name} {count}"));
    vec![
        format!(
            "counted at the wire, for a crowd of {}: {}",
            counted.answers.all(),
            calls.collect::<Vec<_>>().join(", ")
        ),
        format!(
            "of the commits {} of a booking, {} of {} failed attempts behind the answers\n",
            traffic.of(Kind::Booking).count(),
            traffic.of(Kind::Attempts).count(),
            attempts(traffic),
        ),
    ]
}

fn attempts(traffic: &Traffic) -> usize {
    traffic.of(Kind::Attempts).map(|it| it.writes).sum()
}

#[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^52 here")]
fn count_as_f64(count: usize) -> f64 {
    count as f64
}
