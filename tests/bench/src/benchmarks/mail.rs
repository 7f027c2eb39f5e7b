//! `mail`: the time from the answer to the person who booked to both mails accepted by the mail
//! server, against publish, pull and two bare sends; and draining a thousand bookings, against the
//! bare sends of as many mails. In alternation; the mail server accepts everything at once.

mod bare;

use super::booking::sides;
use crate::api::Api;
use crate::clients::Connection;
use crate::emulators;
use crate::notifier::Notifier;
use crate::people::People;
use crate::report::{Bound, Machine, Report, Target};
use crate::sink::Sink;
use crate::stage::{BookableSlot, Stage};
use crate::statistics::{median, millis, percentile, rate};
use anyhow::{Context, ensure};
use bare::BareBroker;
use serde_json::{Value, json};
use slotbook_contract::{BookingId, EmailType};
use slotbook_domain::notification_id;
use slotbook_mail::{Appointment, OneLine, RenderedMail, render};
use std::path::Path;
use std::time::Instant;

const PROVIDERS: usize = 60;
const DAYS: u64 = 1;
const PEOPLE: usize = 64;
const ROUNDS: usize = 5;
/// Bookings, one after the other, before the measurement and in each round.
const WARM_UP: usize = 60;
const BOOKINGS: usize = 60;
/// How many drains, and of how many bookings.
const DRAINS: usize = 3;
const DRAINED: usize = 1_000;
const CLIENTS: usize = 32;

/// The results of a drain, in mails a second.
struct Drain {
    notifier: f64,
    bare: f64,
    twice: usize,
}

/// Runs the benchmark.
///
/// # Errors
/// If the measurement fails.
pub async fn measure(out: &Path) -> anyhow::Result<Report> {
    let machine = Machine::before();
    println!("mail: one after the other …");
    let rounds = one_by_one(out).await?;
    let mut drains = Vec::new();
    for number in 1..=DRAINS {
        println!("mail: drain {number} of {DRAINS} …");
        drains.push(drain(out).await?);
    }
    let p95 = over(&rounds, |(ours, bare)| percentile(ours, 95) / percentile(bare, 95));
    let drained = over(&drains, |it| it.notifier / it.bare);
    Ok(Report {
        benchmark: "mail",
        measured: "from the 201 to both mails accepted, against publish, pull and two bare sends; \
                   bookings drained, against bare sends over one pool",
        machine: machine.after(),
        parameters: json!({
            "rounds": ROUNDS, "bookings_a_round": BOOKINGS, "warm_up_bookings": WARM_UP,
            "drains": DRAINS, "bookings_a_drain": DRAINED, "mail_server": "takes everything at once",
        }),
        figures: figures(&rounds, &drains),
        targets: vec![
            Target::new(
                "p95 from the 201 to both mails, times the bare way's",
                p95,
                Bound::AtMost(1.5),
            ),
            Target::new("mails a second drained, of the bare rate", drained, Bound::AtLeast(0.5)),
        ],
        remarks: remarks(&drains),
        table: table(&rounds, &drains),
    })
}

type Latencies = Vec<f64>;

/// The latencies of each round: Slotbook's, and those of the bare side.
async fn one_by_one(out: &Path) -> anyhow::Result<Vec<(Latencies, Latencies)>> {
    let mut stage = Stage::set(PROVIDERS, DAYS).await?;
    let people = People::gather(&stage.project_id, PEOPLE).await?;
    let sink = Sink::open().await?;
    let bare = BareBroker::set_up(&stage.project_id, &sink, samples()?).await?;
    let firestore = emulators::firestore()?;
    let api = Api::start(&stage.project_id, &people, &firestore, &out.join("mail-api.log")).await?;
    let log = out.join("mail-notifier.log");
    let _notifier = Notifier::start(&stage.project_id, &firestore, &sink.url, &log).await?;
    let mut client = Connection::open(&api.address).await?;
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let count = if round == 0 { WARM_UP } else { BOOKINGS };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for (number, place) in stage.take(count)?.iter().enumerate() {
            ours.push(book_and_wait(&mut client, &people, place, &sink).await?);
            let (began, accepted) = bare.announce(round * 1_000 + number, &sink).await?;
            theirs.push(millis(accepted - began));
        }
        if round > 0 {
            rounds.push((ours, theirs));
        }
    }
    Ok(rounds)
}

async fn book_and_wait(
    client: &mut Connection,
    people: &People,
    place: &BookableSlot,
    sink: &Sink,
) -> anyhow::Result<f64> {
    let answer = client.book(&people.all[0], place).await?;
    let answered = Instant::now();
    ensure!(answer.status == 201, "{}: {:?}", answer.status, answer.body);
    let body: Value = serde_json::from_slice(&answer.body)?;
    let id = body["bookingId"].as_str().context("a booking has an id")?;
    let booking = BookingId(id.parse()?);
    let names = [EmailType::BookingConfirmation, EmailType::AppointmentNotification]
        .map(|email_type| notification_id(booking, email_type).to_string());
    let accepted = sink.accepted(&names).await?;
    Ok(millis(accepted.saturating_duration_since(answered)))
}

/// The two mails of a sample booking, which the bare side sends.
fn samples() -> anyhow::Result<[RenderedMail; 2]> {
    let appointment = Appointment {
        service: OneLine::new("A service of the benchmark"),
        provider: OneLine::new("Provider 0"),
        consumer: OneLine::new("Consumer 0"),
        consumer_email: OneLine::new("0@bench.test"),
        date: "Tuesday 1 December 2026".into(),
        starts: "10:00".into(),
        time: "10:00 to 10:30".into(),
        zone: "UTC, UTC+00:00".into(),
        price: "£40.00".into(),
        booking_id: "a3d1caf2-76ee-5e76-bb25-a284b5f7e678".into(),
        accepts_replies: true,
    };
    Ok([
        render(EmailType::BookingConfirmation, &appointment)?,
        render(EmailType::AppointmentNotification, &appointment)?,
    ])
}

/// Books a thousand slots while no notifier runs, then starts one; and sends as many mails bare.
/// Measured from the first accepted mail to the last, on both sides.
async fn drain(out: &Path) -> anyhow::Result<Drain> {
    let mut stage = Stage::set(PROVIDERS, DAYS).await?;
    let people = People::gather(&stage.project_id, PEOPLE).await?;
    let sink = Sink::open().await?;
    let bare = BareBroker::set_up(&stage.project_id, &sink, samples()?).await?;
    {
        let firestore = emulators::firestore()?;
        let log = out.join("mail-api.log");
        let api = Api::start(&stage.project_id, &people, &firestore, &log).await?;
        sides::through_api(&mut stage, &people, &api, CLIENTS, DRAINED).await?;
    }
    bare.send_all(DRAINED).await?;
    let bare_rate = rate_of(&sink).await?;
    sink.clear();
    let log = out.join("mail-notifier.log");
    let firestore = emulators::firestore()?;
    let _notifier = Notifier::start(&stage.project_id, &firestore, &sink.url, &log).await?;
    let notifier = rate_of(&sink).await?;
    Ok(Drain { notifier, bare: bare_rate, twice: sink.clear() })
}

async fn rate_of(sink: &Sink) -> anyhow::Result<f64> {
    let times = sink.has(2 * DRAINED).await?;
    let first = times.iter().min().context("there are mails")?;
    let last = times.iter().max().context("there are mails")?;
    Ok(rate(times.len() - 1, *last - *first))
}

/// The median of `of` over the rounds.
fn over<R>(rounds: &[R], of: impl Fn(&R) -> f64) -> f64 {
    median(&rounds.iter().map(of).collect::<Vec<_>>())
}

fn figures(rounds: &[(Latencies, Latencies)], drains: &[Drain]) -> Value {
    let side = |of: fn(&(Latencies, Latencies)) -> &Latencies| {
        json!({
            "p50_ms": over(rounds, |it| percentile(of(it), 50)),
            "p95_ms": over(rounds, |it| percentile(of(it), 95)),
        })
    };
    let each = |percent| {
        rounds
            .iter()
            .map(|(ours, bare)| percentile(ours, percent) / percentile(bare, percent))
            .collect::<Vec<_>>()
    };
    json!({
        "from_the_201": side(|it| &it.0),
        "bare": side(|it| &it.1),
        "p50_ratio_of_each_round": each(50),
        "p95_ratio_of_each_round": each(95),
        "drained_mails_per_second": drains.iter().map(|it| it.notifier).collect::<Vec<_>>(),
        "bare_mails_per_second": drains.iter().map(|it| it.bare).collect::<Vec<_>>(),
        "mails_that_came_twice": drains.iter().map(|it| it.twice).sum::<usize>(),
    })
}

fn table(rounds: &[(Latencies, Latencies)], drains: &[Drain]) -> Vec<Vec<String>> {
    let row = |name: &str, of: fn(&(Latencies, Latencies)) -> &Latencies, rate: f64| {
        let millis = |percent| format!("{:.2}", over(rounds, |it| percentile(of(it), percent)));
        vec![name.to_owned(), millis(50), millis(95), format!("{rate:.0}")]
    };
    vec![
        ["", "p50 ms", "p95 ms", "drained, mails /s"].map(str::to_owned).to_vec(),
        row("Slotbook", |it| &it.0, over(drains, |it| it.notifier)),
        row("bare", |it| &it.1, over(drains, |it| it.bare)),
    ]
}

fn remarks(drains: &[Drain]) -> Vec<String> {
    let twice: usize = drains.iter().map(|it| it.twice).sum();
    vec![format!("{} mails drained, {twice} of them came twice\n", 2 * DRAINED * drains.len())]
}
