//! A mail in the provider's log.

use crate::display::{self, MomentStyle};
use slotbook_calendar::{Button, Shape, icon};
use slotbook_contract::{EmailType, Notification, NotificationStatus};
use slotbook_state::mail_log::Replay;
use yew::prelude::*;

/// The status in a word.
pub fn mail_status(status: NotificationStatus) -> &'static str {
    match status {
        NotificationStatus::Pending => "Waiting",
        NotificationStatus::Sending => "Being sent",
        NotificationStatus::Sent => "Sent",
        NotificationStatus::Retrying => "Tried again soon",
        NotificationStatus::Failed => "Failed",
    }
}

/// A mail: which, to whom, how far, what went wrong, and the way to send it again.
pub fn mail_entry(mail: &Notification, replay: Option<&Replay>, on_replay: Callback<()>) -> Html {
    let what = match mail.email_type {
        EmailType::BookingConfirmation => "Booking confirmation",
        EmailType::AppointmentNotification => "Notice of an appointment",
    };
    html! {
        <li key={mail.notification_id.to_string()} data-status={mail.status.as_str()}
            data-booking={mail.booking_id.to_string()} data-type={mail.email_type.as_str()}
            class="grid gap-x-6 gap-y-2 rounded-xl border border-edge bg-surface px-4 py-3 shadow-sm
                sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
            <div class="min-w-0">
                <p class="font-semibold">{ what }</p>
                <p class="text-sm break-all text-muted">{ "to " }<bdi>{ &mail.recipient }</bdi></p>
                if let Some(error) = &mail.last_error {
                    <p class="mt-1 text-sm text-on-booked">{ error }</p>
                }
            </div>
            <div class="flex flex-wrap items-center gap-3 sm:justify-end">
                <p class="text-sm sm:text-right">{ progress(mail) }</p>
                if mail.status == NotificationStatus::Failed {
                    <Button on_press={on_replay} label={format!("Send again to {}", mail.recipient)}
                        disabled={matches!(replay, Some(Replay::Waiting | Replay::Accepted))}>
                        { "Send again" }
                    </Button>
                }
            </div>
            { outcome_message(replay) }
        </li>
    }
}

fn progress(mail: &Notification) -> Html {
    let (shape, look) = match mail.status {
        NotificationStatus::Sent => (Shape::Tick, "bg-free text-on-free"),
        NotificationStatus::Failed => (Shape::Cross, "bg-booked text-on-booked"),
        NotificationStatus::Retrying => (Shape::Attention, "bg-warning text-on-warning"),
        NotificationStatus::Pending | NotificationStatus::Sending => {
            (Shape::Forward, "bg-sunken text-ink")
        }
    };
    let zone = display::reader_zone();
    let at = display::moment(
        mail.sent_at.unwrap_or(mail.created_at),
        &zone,
        MomentStyle::ShortDateAndTime,
    );
    let tries = match mail.attempts {
        0 => String::new(),
        1 => ", 1 try".to_owned(),
        many => format!(", {many} tries"),
    };
    html! {
        <>
            <span class={classes!("inline-flex", "items-center", "gap-1.5", "rounded-full", "px-2.5",
                "py-0.5", "font-semibold", look)}>
                { icon(shape, "size-3") }
                { mail_status(mail.status) }
            </span>
            <span class="block text-muted">{ format!("{at}{tries}") }</span>
        </>
    }
}

fn outcome_message(replay: Option<&Replay>) -> Html {
    html! {
        <div role="status" class="text-sm empty:hidden sm:col-span-2">
            { match replay {
                Some(Replay::Waiting) => "Asking for it to be sent again…".into(),
                Some(Replay::Accepted) => "It is being sent again.".into(),
                Some(Replay::Refused(sentence)) => html! {
                    <p class="font-semibold text-on-booked">{ sentence }</p>
                },
                None => Html::default(),
            } }
        </div>
    }
}
