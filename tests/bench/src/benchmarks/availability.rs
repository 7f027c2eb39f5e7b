//! `availability`: one month of one service, read through the API, against axum serving the same
//! bytes from memory, in alternation; and the first read of a month against the bare Firestore
//! query. Both without and with many old slots and bookings in the database.
//!
//! Clients accept gzip, as browsers do. The server is in a process of its own on both sides.

mod bytes;
mod calendar;
pub mod reads;

pub use bytes::serve;

use crate::api::Api;
use crate::emulators;
use crate::people::People;
use crate::report::{Bound, Machine, Report, Target};
use crate::statistics::{median, percentile};
use bytes::Bytes;
use calendar::Calendar;
use reads::Timed;
use serde_json::{Value, json};
use std::path::Path;

const ROUNDS: usize = 5;
/// The number of clients, and how many answers they read in total in a round.
const LOADS: [(usize, usize); 2] = [(1, 1_500), (MANY, 12_000)];
const MANY: usize = 32;
/// How many old slots, and as many old bookings.
const OLD: [usize; 2] = [0, 100_000];

/// The results with a given number of old slots and bookings.
struct Measurement {
    old: usize,
    slots: usize,
    bytes: usize,
    /// For each load, its rounds: through the API, and from the bare server.
    warm: Vec<Vec<(Timed, Timed)>>,
    documents_read_a_request: f64,
    /// Milliseconds of the first read of a month, and of the bare query for the same month.
    cold: Vec<(f64, f64)>,
}

/// Runs the benchmark.
///
/// # Errors
/// If the measurement fails.
pub async fn measure(out: &Path) -> anyhow::Result<Report> {
    let machine = Machine::before();
    let mut found = Vec::new();
    for old in OLD {
        println!("availability: with {old} old slots and bookings …");
        found.push(look(out, old).await?);
    }
    Ok(Report {
        benchmark: "availability",
        measured: "GET /api/availability of one month, against axum serving the same bytes; \
                   the first read of a month against the bare query",
        machine: machine.after(),
        parameters: json!({
            "rounds": ROUNDS,
            "loads": LOADS.map(|(clients, answers)| json!({ "clients": clients, "answers_a_round": answers })),
            "slots_a_month": found[0].slots,
            "bytes_compressed": found[0].bytes,
            "old_slots_and_bookings": OLD,
        }),
        figures: found.iter().map(Measurement::figures).collect(),
        targets: targets(&found),
        table: std::iter::once(heading()).chain(found.iter().flat_map(Measurement::rows)).collect(),
        remarks: found.iter().map(Measurement::remark).collect(),
    })
}

async fn look(out: &Path, old: usize) -> anyhow::Result<Measurement> {
    let calendar = Calendar::fill(old).await?;
    let people = People::gather(&calendar.project_id, 1).await?;
    let log = out.join("availability-api.log");
    let api = Api::start(&calendar.project_id, &people, &emulators::firestore()?, &log).await?;
    // The work that an instance does only for its very first request is not part of reading a
    // month.
    reads::once(&api.address, &calendar.elsewhere()).await?;
    let cold = reads::cold(&api, &calendar).await?;
    let path = calendar.month(0);
    let body = reads::once(&api.address, &path).await?;
    let bytes = Bytes::serve(&body, &path)?;
    bytes.is_there().await?;
    let before = reads::documents_read_until_now(&api.operations).await?;
    let (mut warm, mut requests) = (Vec::new(), 0);
    for (clients, answers) in LOADS {
        let mut rounds = Vec::new();
        reads::timed(&api.address, &path, clients, answers).await?;
        reads::timed(&bytes.address, &path, clients, answers).await?;
        for _ in 0..ROUNDS {
            let ours = reads::timed(&api.address, &path, clients, answers).await?;
            let bare = reads::timed(&bytes.address, &path, clients, answers).await?;
            rounds.push((ours, bare));
        }
        requests += answers * (ROUNDS + 1);
        warm.push(rounds);
    }
    let read = reads::documents_read(&api.operations).await? - before;
    #[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^52 here")]
    let documents_read_a_request = read / requests as f64;
    let (slots, bytes) = (calendar.slots, body.len());
    Ok(Measurement { old, slots, bytes, warm, documents_read_a_request, cold })
}

impl Measurement {
    /// The median of `of` over the rounds of a load.
    fn over(&self, load: usize, of: impl Fn(&Timed, &Timed) -> f64) -> f64 {
        median(&self.warm[load].iter().map(|(ours, bare)| of(ours, bare)).collect::<Vec<_>>())
    }

    fn cold(&self, of: impl Fn(&(f64, f64)) -> f64) -> f64 {
        median(&self.cold.iter().map(of).collect::<Vec<_>>())
    }

    fn cold_ratio(&self) -> f64 {
        self.cold(|(ours, bare)| ours / bare)
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for (load, (clients, _)) in LOADS.iter().enumerate() {
            let row = |name: &str, side: fn(&Timed, &Timed) -> Timed| {
                vec![
                    format!("{} old, {clients} clients, {name}", self.old),
                    format!("{:.3}", self.over(load, |ours, bare| side(ours, bare).millis(50))),
                    format!("{:.3}", self.over(load, |ours, bare| side(ours, bare).millis(99))),
                    format!("{:.0}", self.over(load, |ours, bare| side(ours, bare).rate())),
                ]
            };
            rows.push(row("API", |ours, _| ours.clone()));
            rows.push(row("bytes", |_, bare| bare.clone()));
        }
        rows
    }

    fn remark(&self) -> String {
        format!(
            "{} old: a month of {} slots, {} bytes compressed; {:.4} documents read a warm \
             request; first read p50 {:.1} ms, bare query {:.1} ms",
            self.old,
            self.slots,
            self.bytes,
            self.documents_read_a_request,
            self.cold(|it| it.0),
            self.cold(|it| it.1)
        )
    }

    fn figures(&self) -> Value {
        let load = |load: usize| {
            let side = |side: fn(&Timed, &Timed) -> Timed| {
                json!({
                    "p50_ms": self.over(load, |ours, bare| side(ours, bare).millis(50)),
                    "p99_ms": self.over(load, |ours, bare| side(ours, bare).millis(99)),
                    "per_second": self.over(load, |ours, bare| side(ours, bare).rate()),
                })
            };
            json!({
                "clients": LOADS[load].0,
                "api": side(|ours, _| ours.clone()),
                "bytes": side(|_, bare| bare.clone()),
                "rate_ratio_of_each_round": self.warm[load].iter().map(|(ours, bare)| ours.rate() / bare.rate()).collect::<Vec<_>>(),
                "p99_ratio_of_each_round": self.warm[load].iter().map(|(ours, bare)| ours.millis(99) / bare.millis(99)).collect::<Vec<_>>(),
            })
        };
        json!({
            "old": self.old,
            "warm": (0..LOADS.len()).map(load).collect::<Vec<_>>(),
            "documents_read_a_warm_request": self.documents_read_a_request,
            "cold_ms_and_bare_ms": self.cold,
            "cold_ratio": self.cold_ratio(),
        })
    }
}

fn targets(found: &[Measurement]) -> Vec<Target> {
    let (none, many) = (&found[0], &found[1]);
    let rate = |ours: &Timed, bare: &Timed| ours.rate() / bare.rate();
    let late = |ours: &Timed, bare: &Timed| ours.millis(99) / bare.millis(99);
    let worst = percentile(&[none.documents_read_a_request, many.documents_read_a_request], 100);
    // The additional cost over the bare request, so that variations of the machine cancel out.
    let slower = many.over(1, rate) / none.over(1, rate);
    vec![
        Target::new(
            "throughput at 1 client, of the bytes'",
            none.over(0, rate),
            Bound::AtLeast(0.7),
        ),
        Target::new(
            "throughput at 32 clients, of the bytes'",
            none.over(1, rate),
            Bound::AtLeast(0.7),
        ),
        Target::new("p99 at 32 clients, times the bytes'", none.over(1, late), Bound::AtMost(1.5)),
        Target::new("documents read a warm request", worst, Bound::AtMost(0.0)),
        Target::new(
            "first read of a month, times the bare query",
            none.cold_ratio(),
            Bound::AtMost(1.5),
        ),
        Target::new("the same with 100,000 old ones", many.cold_ratio(), Bound::AtMost(1.5)),
        Target::new(
            "throughput at 32 clients with 100,000 old ones, of that without",
            slower,
            Bound::AtLeast(0.9),
        ),
    ]
}

fn heading() -> Vec<String> {
    ["", "p50 ms", "p99 ms", "answers /s"].map(str::to_owned).to_vec()
}
