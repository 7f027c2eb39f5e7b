//! One's own booking in the list, on the screen and on paper.

use crate::display::{self, MomentStyle, WORDS};
use chrono::{DateTime, Utc};
use slotbook_calendar::{DateStyle, Shape, icon};
use slotbook_contract::NotificationStatus;
use slotbook_state::booked::{Booked, Mail};
use yew::prelude::*;

const CARD: &str = "grid gap-x-6 gap-y-2 rounded-xl border border-edge bg-surface p-4 shadow-sm \
    sm:grid-cols-[minmax(0,1fr)_auto] sm:p-5 print:grid-cols-[4fr_2fr_13fr_5fr] print:gap-x-3 print:gap-y-0 \
    print:rounded-none print:border-0 print:border-b print:p-0 print:py-0.5 print:text-[8pt] \
    print:leading-tight print:shadow-none print:break-inside-avoid";
/// So many lines of them that a page of bookings fits on one of paper.
const ON_PAPER: &str = "print:text-[8pt] print:leading-tight";

/// A booking: what, with whom, when, for how much, and how far its mail is.
///
/// `name` is the service's name, as a link to its times. Nothing is said of a mail that is not known
/// yet.
pub fn booking_card(booked: &Booked, mail: Option<&Mail>, name: Html, now: DateTime<Utc>) -> Html {
    let is_over = booked.ends_at <= now;
    html! {
        <article class={classes!(CARD, is_over.then_some("opacity-80"))}
            data-booking={booked.id.to_string()}>
            <div class="min-w-0">
                <h3 class={classes!("text-lg", "font-bold", ON_PAPER)}>{ name }</h3>
                <p class="text-muted">{ "with " }<bdi>{ &booked.provider_name }</bdi></p>
            </div>
            <p class="font-bold sm:text-right">
                { WORDS.money(&booked.price) }
            </p>
            { when(booked) }
            <p class={classes!("self-end", "text-sm", "sm:text-right", "print:self-start", ON_PAPER)}>
                { for mail.map(mail_state) }
            </p>
        </article>
    }
}

/// When it is, on the wall where it takes place and on the reader's own.
fn when(booked: &Booked) -> Html {
    let there = booked_span(booked);
    let own_zone = display::reader_zone();
    let here = span(booked, &own_zone);
    let is_elsewhere = own_zone != booked.time_zone && here != there;
    html! {
        <div>
            <p class="font-semibold">
                { format!("{there} ") }
                <span class="font-normal text-muted">{ display::zone(&booked.time_zone) }</span>
            </p>
            if is_elsewhere {
                <p class={classes!("text-sm", "text-muted", ON_PAPER)}>
                    { format!("Your time: {here} ({})", display::zone(&own_zone)) }
                </p>
            }
        </div>
    }
}

/// "Thursday 26 November 2026, 10:00 to 10:30", as it was booked.
fn booked_span(booked: &Booked) -> String {
    let placed = display::on_its_own_wall(booked.into(), &booked.time_zone);
    let date = WORDS.date(placed.date, DateStyle::Full);
    format!("{date}, {} to {}", WORDS.time(placed.time), WORDS.time(placed.end))
}

/// The same on the wall of the reader's own zone.
fn span(booked: &Booked, time_zone: &str) -> String {
    let start = display::moment(booked.starts_at, time_zone, MomentStyle::DateAndTime);
    let end = display::moment(booked.ends_at, time_zone, MomentStyle::Time);
    format!("{start} to {end}")
}

/// How far the mail that confirms a booking is, in words.
fn mail_state(mail: &Mail) -> Html {
    let (shape, words) = match mail.status {
        NotificationStatus::Pending | NotificationStatus::Sending => {
            (Shape::Forward, "Confirmation e-mail on its way".to_owned())
        }
        NotificationStatus::Sent => (Shape::Tick, sent(mail)),
        NotificationStatus::Retrying => (
            Shape::Attention,
            "Confirmation e-mail delayed; it is tried again by itself".to_owned(),
        ),
        NotificationStatus::Failed => (
            Shape::Attention,
            "Confirmation e-mail could not be delivered. Your booking stands.".to_owned(),
        ),
    };
    let is_trouble =
        matches!(mail.status, NotificationStatus::Failed | NotificationStatus::Retrying);
    html! {
        <span class={classes!("inline-flex", "items-center", "gap-1.5",
            if is_trouble { "text-on-warning" } else { "text-muted" })}>
            { icon(shape, "size-4") }
            { words }
        </span>
    }
}

fn sent(mail: &Mail) -> String {
    mail.sent_at.map_or("Confirmation e-mail sent".to_owned(), |at| {
        let zone = display::reader_zone();
        let at = display::moment(at, &zone, MomentStyle::ShortDateAndTime);
        format!("Confirmation e-mail sent {at}")
    })
}
