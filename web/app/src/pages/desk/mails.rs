//! The log of mails, and sending again what failed.

use super::{heading, outline};
use crate::components::{empty_state, mail_entry, mail_status};
use crate::hooks::{MailLogHandle, use_mail_log, use_title};
use crate::pages::trouble::trouble;
use slotbook_calendar::Button;
use slotbook_contract::{Notification, NotificationPage, NotificationStatus};
use slotbook_state::load::Load;
use yew::prelude::*;

/// Which mails can be asked for.
const CHOICES: [Option<NotificationStatus>; 4] = [
    None,
    Some(NotificationStatus::Failed),
    Some(NotificationStatus::Retrying),
    Some(NotificationStatus::Sent),
];

/// Shows the mails about the provider's bookings.
#[component]
pub fn MailsPage() -> Html {
    use_title("E-mails");
    let log = use_mail_log();
    let again = {
        let log = log.clone();
        Callback::from(move |()| log.renew())
    };
    let below = html! {
        <p class="mt-1 text-muted">{ "What was sent to you and to those who booked with you." }</p>
    };
    let beside = html! {
        <Button on_press={again.clone()}>{ "Look again" }</Button>
    };
    html! {
        <>
            { heading("E-mails".into(), below, beside) }
            <div role="group" aria-label="Which e-mails" class="mb-4 flex flex-wrap gap-2">
                { for CHOICES.into_iter().map(|status| choice(&log, status)) }
            </div>
            { match log.state.load() {
                Load::Loading => outline("Loading the e-mails"),
                Load::Failed(failure) => trouble(failure, again),
                Load::Ready(page) if page.notifications.is_empty() => nothing(log.state.status()),
                Load::Ready(page) => list(&log, page),
            } }
        </>
    }
}

fn choice(log: &MailLogHandle, status: Option<NotificationStatus>) -> Html {
    let name = status.map_or("All", mail_status);
    let log = log.clone();
    html! {
        <Button key={name} pressed={log.state.status() == status}
            on_press={Callback::from(move |()| log.show(status))}>
            { name }
        </Button>
    }
}

fn nothing(status: Option<NotificationStatus>) -> Html {
    match status {
        Some(NotificationStatus::Failed) => empty_state(
            "Nothing has failed",
            html! { <p>{ "Every e-mail has found its way so far." }</p> },
        ),
        Some(_) => empty_state("None of these", html! { <p>{ "There are no such e-mails." }</p> }),
        None => empty_state(
            "No e-mails yet",
            html! {
                <p>{ "When somebody books with you, both of you get one, and you see it here." }</p>
            },
        ),
    }
}

fn list(log: &MailLogHandle, page: &NotificationPage) -> Html {
    let entry = |mail: &Notification| {
        let (id, again) = (mail.notification_id, log.clone());
        mail_entry(mail, log.state.replay(id), Callback::from(move |()| again.replay(id)))
    };
    html! {
        <>
            <ul class="flex flex-col gap-2">{ for page.notifications.iter().map(entry) }</ul>
            if let Some(next) = page.next_page_token.clone() {
                <div class="mt-6 flex justify-center">
                    <Button on_press={more(log, next)}>{ "Show earlier e-mails" }</Button>
                </div>
            }
        </>
    }
}

fn more(log: &MailLogHandle, next: String) -> Callback<()> {
    let log = log.clone();
    Callback::from(move |()| log.more(next.clone()))
}
