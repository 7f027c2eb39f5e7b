//! `costs`: what Firestore bills for a booking with its two mails, and for an idle hour. Writes and
//! deletes are counted on the connection; documents read are the programs' own count of the
//! answers, by method and listener.

use super::availability::reads::{documents_read, documents_read_until_now};
use super::booking::sides;
use crate::api::Api;
use crate::counting_proxy::{CountingProxy, Traffic};
use crate::emulators;
use crate::notifier::Notifier;
use crate::people::People;
use crate::report::{Bound, Machine, Report, Target};
use crate::sink::Sink;
use crate::stage::Stage;
use crate::statistics::share;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

const PROVIDERS: usize = 10;
const DAYS: u64 = 1;
const BOOKINGS: usize = 100;
/// How long the two programs are left alone for the cost of an hour.
const IDLE: Duration = Duration::from_mins(3);
/// How long before that nothing happens: a listener that is opened again reads recent changes again.
const REST: Duration = Duration::from_mins(3);

/// What was billed for some work.
struct Billed {
    calls: BTreeMap<String, usize>,
    written: f64,
    deleted: f64,
    read_by_api: f64,
    read_by_notifier: f64,
}

impl Billed {
    fn read(&self) -> f64 {
        self.read_by_api + self.read_by_notifier
    }

    /// The share of one of `parts`.
    fn per(&self, parts: f64) -> [f64; 3] {
        [self.written, self.deleted, self.read()].map(|count| count / parts)
    }
}

/// Runs the benchmark.
///
/// # Errors
/// If the measurement fails.
pub async fn measure(out: &Path) -> anyhow::Result<Report> {
    let machine = Machine::before();
    let mut stage = Stage::set(PROVIDERS, DAYS).await?;
    let people = People::gather(&stage.project_id, PROVIDERS).await?;
    let (proxy, sink) = (CountingProxy::to(emulators::firestore()?).await?, Sink::open().await?);
    let (project, wire) = (stage.project_id.clone(), proxy.address.clone());
    let api = Api::start(&project, &people, &wire, &out.join("costs-api.log")).await?;
    let log = out.join("costs-notifier.log");
    let notifier = Notifier::start(&project, &wire, &sink.url, &log).await?;
    let programs = Programs { api, notifier, proxy };
    programs.api.show(&stage).await?;
    // The first booking of a person and the first mails of a provider read what is then cached.
    book(&mut stage, &people, &programs, &sink, PROVIDERS).await?;
    println!("costs: {BOOKINGS} bookings …");
    let booked = programs.billed(book(&mut stage, &people, &programs, &sink, BOOKINGS)).await?;
    println!("costs: nothing to do for {} minutes …", (REST + IDLE).as_secs() / 60);
    tokio::time::sleep(REST).await;
    let idle = async {
        tokio::time::sleep(IDLE).await;
        Ok(())
    };
    let idle = programs.billed(idle).await?;
    Ok(report(machine.after(), &booked, &idle))
}

/// Makes bookings one after the other, and waits for their mails.
async fn book(
    stage: &mut Stage,
    people: &People,
    programs: &Programs,
    sink: &Sink,
    count: usize,
) -> anyhow::Result<()> {
    sink.clear();
    sides::through_api(stage, people, &programs.api, 1, count).await?;
    sink.has(2 * count).await?;
    Ok(())
}

struct Programs {
    api: Api,
    notifier: Notifier,
    proxy: CountingProxy,
}

impl Programs {
    /// Does the work and counts what is billed for it.
    async fn billed(
        &self,
        work: impl Future<Output = anyhow::Result<()>>,
    ) -> anyhow::Result<Billed> {
        let before = self.read().await?;
        self.proxy.take();
        work.await?;
        let after = self.read().await?;
        let Traffic { calls, commits } = self.proxy.take();
        let sum = |of: fn(&crate::counting_proxy::Commit) -> usize| {
            share(commits.iter().map(of).sum(), 1.0)
        };
        let deleted_alone = share(calls.get("DeleteDocument").copied().unwrap_or_default(), 1.0);
        let deleted = sum(|commit| commit.deletes);
        Ok(Billed {
            calls,
            written: sum(|commit| commit.writes) - deleted,
            deleted: deleted + deleted_alone,
            read_by_api: after[0] - before[0],
            read_by_notifier: after[1] - before[1],
        })
    }

    /// The documents that each program has read so far, once nothing more comes.
    async fn read(&self) -> anyhow::Result<[f64; 2]> {
        let api = documents_read_until_now(&self.api.operations).await?;
        Ok([api, documents_read(&self.notifier.address).await?])
    }
}

fn report(machine: Machine, booked: &Billed, idle: &Billed) -> Report {
    let bookings = share(BOOKINGS, 1.0);
    let [written, _, read] = booked.per(bookings);
    let hours = IDLE.as_secs_f64() / 3_600.0;
    Report {
        benchmark: "costs",
        measured: "documents that Firestore bills: of a booking of 30 minutes with its two mails, \
                   its windows cached by one API; of an idle hour of one API and one notifier",
        machine,
        parameters: json!({ "bookings": BOOKINGS, "idle_minutes": IDLE.as_secs() / 60 }),
        figures: json!({
            "per_booking": figures(booked, bookings),
            "per_idle_hour": figures(idle, hours),
        }),
        targets: vec![
            Target::new("documents written a booking", written, Bound::AtMost(16.0)),
            Target::new("documents read a booking", read, Bound::AtMost(8.0)),
        ],
        table: vec![
            ["", "written", "deleted", "read", "of these by the notifier"]
                .map(str::to_owned)
                .to_vec(),
            row("a booking and its mails", booked, bookings),
            row("an idle hour", idle, hours),
        ],
        remarks: vec![
            calls("a booking", booked, bookings),
            calls("an idle hour", idle, hours),
            "the emulator is silent where Firestore says now and then that nothing has changed, so \
             idle listeners are opened again every two minutes here, and not there\n"
                .to_owned(),
        ],
    }
}

fn figures(billed: &Billed, parts: f64) -> Value {
    let [written, deleted, read] = billed.per(parts);
    json!({ "written": written, "deleted": deleted, "read": read })
}

fn row(name: &str, billed: &Billed, parts: f64) -> Vec<String> {
    let counts = billed.per(parts).map(|count| format!("{count:.2}"));
    let by_notifier = format!("{:.2}", billed.read_by_notifier / parts);
    [vec![name.to_owned()], counts.to_vec(), vec![by_notifier]].concat()
}

fn calls(name: &str, billed: &Billed, parts: f64) -> String {
    let each = billed.calls.iter().map(|(call, count)| {
        let each = share(*count, parts);
        format!("{call} {each:.2}")
    });
    format!("calls of {name}: {}\n", each.collect::<Vec<_>>().join(", "))
}
