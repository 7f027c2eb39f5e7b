//! `booking`: bookings of distinct slots through the API against the baseline, which is the bare
//! commit of the same writes and the delete of the outbox document, in alternation.
//!
//! On both sides the delete happens after the answer, and the next booking does not wait for it. A
//! round's throughput is measured until the outbox is empty, so that no delete is left out.

mod calls;
pub(super) mod sides;

use crate::api::Api;
use crate::emulators;
use crate::people::People;
use crate::report::{Bound, Machine, Report, Target};
use crate::stage::Stage;
use crate::statistics::median;
use serde_json::{Value, json};
use sides::Timed;
use std::path::Path;

/// More providers than clients, so that simultaneous bookings do not affect each other.
const PROVIDERS: usize = 60;
/// Just enough slots for a round: the emulator answers a query by scanning all documents of a
/// collection.
const DAYS: u64 = 1;
const ROUNDS: usize = 5;
/// Bookings that are made before a round, after one of each provider.
const WARM_UP: usize = 160;
const PEOPLE: usize = 64;
/// The number of clients, and how many bookings they make in total in a round.
const LOADS: [(usize, usize); 2] = [(MANY, 960), (1, 200)];
const MANY: usize = 32;

/// The results of a round for both sides.
struct Round {
    api: Timed,
    floor: Timed,
}

/// Runs the benchmark.
///
/// # Errors
/// If the measurement fails.
pub async fn measure(out: &Path) -> anyhow::Result<Report> {
    let machine = Machine::before();
    let mut rounds = [Vec::new(), Vec::new()];
    for number in 1..=ROUNDS {
        println!("booking: round {number} of {ROUNDS} …");
        let loads = time_round(out).await?;
        rounds.iter_mut().zip(loads).for_each(|(rounds, load)| rounds.push(load));
    }
    println!("booking: counting …");
    let calls = calls::count(out).await?;
    let mut table = vec![heading()];
    for ((clients, _), rounds) in LOADS.iter().zip(&rounds) {
        table.push(row(*clients, "API", rounds, |round| &round.api));
        table.push(row(*clients, "floor", rounds, |round| &round.floor));
    }
    Ok(Report {
        benchmark: "booking",
        measured: "POST /api/bookings, distinct slots, against the bare commit of the same writes \
                   and the delete of the outbox document",
        machine: machine.after(),
        parameters: json!({
            "rounds": ROUNDS,
            "loads": LOADS.map(|(clients, bookings)| json!({ "clients": clients, "bookings_a_round": bookings })),
            "warm_up_bookings": WARM_UP,
            "providers": PROVIDERS,
            "slots_written_besides": "1 or 2 that overlap",
            "claims": 6,
            "listeners": "the API's, on both sides: one for each of the calendars, all of them looked at before",
            "notifier": "stopped",
        }),
        targets: targets(&rounds[1], &rounds[0]),
        figures: json!({ "many_clients": figures(&rounds[0]), "one_client": figures(&rounds[1]), "calls": calls.figures() }),
        remarks: calls.remarks(),
        table,
    })
}

/// Runs one round on a fresh project; one result for each load.
async fn time_round(out: &Path) -> anyhow::Result<Vec<Round>> {
    let mut stage = Stage::set(PROVIDERS, DAYS).await?;
    let people = People::gather(&stage.project_id, PEOPLE).await?;
    let log = out.join("booking-api.log");
    let api = Api::start(&stage.project_id, &people, &emulators::firestore()?, &log).await?;
    api.show(&stage).await?;
    sides::through_api(&mut stage, &people, &api, 1, PROVIDERS).await?;
    sides::through_api(&mut stage, &people, &api, MANY, WARM_UP).await?;
    sides::bare(&mut stage, &people, MANY, WARM_UP).await?;
    let mut found = Vec::new();
    for (clients, bookings) in LOADS {
        found.push(Round {
            api: sides::through_api(&mut stage, &people, &api, clients, bookings).await?,
            floor: sides::bare(&mut stage, &people, clients, bookings).await?,
        });
    }
    Ok(found)
}

/// The median of `of` over the rounds.
fn over(rounds: &[Round], of: impl Fn(&Round) -> f64) -> f64 {
    median(&rounds.iter().map(of).collect::<Vec<_>>())
}

fn targets(one: &[Round], many: &[Round]) -> Vec<Target> {
    let latency = over(one, |it| it.api.millis(50) / it.floor.millis(50));
    let throughput = over(many, |it| it.api.settled_rate() / it.floor.settled_rate());
    vec![
        Target::new("p50 at 1 client, times the floor's", latency, Bound::AtMost(1.3)),
        Target::new("throughput at 32 clients, of the floor's", throughput, Bound::AtLeast(0.7)),
    ]
}

fn heading() -> Vec<String> {
    ["", "p50 ms", "p95 ms", "p99 ms", "answered /s", "and outbox empty /s"]
        .map(str::to_owned)
        .to_vec()
}

fn row(clients: usize, name: &str, rounds: &[Round], side: fn(&Round) -> &Timed) -> Vec<String> {
    let noun = if clients == 1 { "client" } else { "clients" };
    let millis = |percent| format!("{:.2}", over(rounds, |it| side(it).millis(percent)));
    vec![
        format!("{clients} {noun}, {name}"),
        millis(50),
        millis(95),
        millis(99),
        format!("{:.0}", over(rounds, |it| side(it).answered_rate())),
        format!("{:.0}", over(rounds, |it| side(it).settled_rate())),
    ]
}

fn figures(rounds: &[Round]) -> Value {
    let side = |side: fn(&Round) -> &Timed| {
        json!({
            "p50_ms": over(rounds, |it| side(it).millis(50)),
            "p95_ms": over(rounds, |it| side(it).millis(95)),
            "p99_ms": over(rounds, |it| side(it).millis(99)),
            "answered_per_second": over(rounds, |it| side(it).answered_rate()),
            "settled_per_second": over(rounds, |it| side(it).settled_rate()),
        })
    };
    let each = |of: fn(&Round) -> f64| rounds.iter().map(of).collect::<Vec<_>>();
    json!({
        "api": side(|it| &it.api),
        "floor": side(|it| &it.floor),
        "p50_ratio_of_each_round": each(|it| it.api.millis(50) / it.floor.millis(50)),
        "answered_ratio_of_each_round": each(|it| it.api.answered_rate() / it.floor.answered_rate()),
        "settled_ratio_of_each_round": each(|it| it.api.settled_rate() / it.floor.settled_rate()),
    })
}
