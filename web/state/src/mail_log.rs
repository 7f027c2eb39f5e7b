//! A provider's log of mails, page by page, and the resending of failed ones.

use super::State;
use super::failure::Failure;
use super::load::Load;
use super::retry::Attempts;
use slotbook_contract::{
    Notification, NotificationId, NotificationPage, NotificationStatus, ProblemCode,
};
use std::collections::BTreeMap;

/// What became of a request to send a mail again.
#[derive(Clone, Debug, PartialEq)]
pub enum Replay {
    /// The request is being sent.
    Waiting,
    /// The mail is being sent again.
    Accepted,
    /// It was refused.
    Refused(String),
}

/// What can happen to the log.
#[derive(Clone, Debug, PartialEq)]
pub enum MailLogAction {
    /// Show those of one status, or all.
    Show(Option<NotificationStatus>),
    /// The first page was asked for again.
    Renew,
    /// The first page came, in the round it was asked in.
    Came {
        /// The round.
        round: u32,
        /// What came.
        outcome: Result<NotificationPage, Failure>,
    },
    /// The next page came.
    MoreCame {
        /// The round.
        round: u32,
        /// What came.
        outcome: Result<NotificationPage, Failure>,
    },
    /// A mail is to be sent again.
    ReplayAsked(NotificationId),
    /// What the API says to that.
    ReplayAnswered(NotificationId, Result<(), Failure>),
}

/// The known part of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct MailLogState {
    status: Option<NotificationStatus>,
    round: u32,
    load: Load<NotificationPage>,
    replays: BTreeMap<NotificationId, Replay>,
    attempts: Attempts,
}

impl Default for MailLogState {
    fn default() -> Self {
        Self {
            status: None,
            round: 0,
            load: Load::Loading,
            replays: BTreeMap::new(),
            attempts: Attempts::default(),
        }
    }
}

impl State for MailLogState {
    type Action = MailLogAction;

    fn after(mut self, action: MailLogAction) -> Self {
        match action {
            MailLogAction::Show(status) => {
                let (round, attempts) = (self.round + 1, self.attempts);
                self = Self { status, round, attempts, ..Self::default() };
            }
            MailLogAction::Renew => self.round += 1,
            MailLogAction::Came { round, outcome } if round == self.round => {
                self.attempts = match &outcome {
                    Ok(_) => self.attempts.succeeded(),
                    Err(failure) => self.attempts.failed(failure),
                };
                // The shown mails stay if a second request fails.
                if outcome.is_ok() || self.load.ready().is_none() {
                    self.load = outcome.into();
                }
                self.forget_settled();
            }
            MailLogAction::MoreCame { round, outcome: Ok(more) } if round == self.round => {
                if let Load::Ready(page) = &mut self.load {
                    page.notifications.extend(more.notifications);
                    page.next_page_token = more.next_page_token;
                }
            }
            MailLogAction::Came { .. } | MailLogAction::MoreCame { .. } => {}
            MailLogAction::ReplayAsked(id) => {
                self.replays.insert(id, Replay::Waiting);
            }
            MailLogAction::ReplayAnswered(id, outcome) => {
                self.replays.insert(id, answer(outcome));
            }
        }
        self
    }
}

impl MailLogState {
    /// A mail that has gone out since needs no word about its replay.
    fn forget_settled(&mut self) {
        let Load::Ready(page) = &self.load else { return };
        for mail in &page.notifications {
            if mail.status == NotificationStatus::Sent {
                self.replays.remove(&mail.notification_id);
            }
        }
    }

    /// Which mails are shown.
    pub fn status(&self) -> Option<NotificationStatus> {
        self.status
    }

    /// Counts the times that the first page was asked for.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// How asking for the first page has gone so far.
    pub fn attempts(&self) -> Attempts {
        self.attempts
    }

    /// The mails.
    pub fn load(&self) -> &Load<NotificationPage> {
        &self.load
    }

    /// What became of the request to send this one again.
    pub fn replay(&self, id: NotificationId) -> Option<&Replay> {
        self.replays.get(&id)
    }

    /// Whether a mail may be in progress, so that another request is worth its cost.
    pub fn is_moving(&self) -> bool {
        let waits = |status| {
            matches!(
                status,
                NotificationStatus::Pending
                    | NotificationStatus::Sending
                    | NotificationStatus::Retrying
            )
        };
        let accepted = |mail: &Notification| {
            self.replay(mail.notification_id) == Some(&Replay::Accepted)
                && mail.status != NotificationStatus::Sent
        };
        let mails = self.load.ready().map_or(&[][..], |page| &page.notifications);
        mails.iter().any(|mail| waits(mail.status) || accepted(mail))
    }
}

fn answer(outcome: Result<(), Failure>) -> Replay {
    match outcome {
        Ok(()) => Replay::Accepted,
        Err(failure) if failure.code() == Some(ProblemCode::NotFailed) => {
            Replay::Refused("It has not failed, so there is nothing to send again.".to_owned())
        }
        Err(failure) => Replay::Refused(failure.sentence()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::samples::refused;
    use slotbook_contract::samples;

    fn page() -> NotificationPage {
        serde_json::from_str(samples::NOTIFICATION_PAGE).unwrap()
    }

    fn loaded_log() -> MailLogState {
        MailLogState::default().after(MailLogAction::Came { round: 0, outcome: Ok(page()) })
    }

    fn with_status(status: NotificationStatus) -> NotificationPage {
        let mut page = page();
        for mail in &mut page.notifications {
            mail.status = status;
        }
        page
    }

    #[test]
    fn a_mail_sent_again_is_watched_until_it_has_gone_out() {
        let id = page().notifications[0].notification_id;
        assert!(!loaded_log().is_moving());
        let accepted = loaded_log()
            .after(MailLogAction::ReplayAsked(id))
            .after(MailLogAction::ReplayAnswered(id, Ok(())));
        assert!(accepted.is_moving());
        let outcome = Ok(with_status(NotificationStatus::Sent));
        let sent = accepted.after(MailLogAction::Came { round: 0, outcome });
        assert_eq!((sent.is_moving(), sent.replay(id)), (false, None));
    }

    #[test]
    fn a_refusal_is_told_of_the_mail_it_is_about() {
        let id = page().notifications[0].notification_id;
        let answer = Err(refused(ProblemCode::NotFailed, None));
        let state = loaded_log().after(MailLogAction::ReplayAnswered(id, answer));
        assert!(matches!(state.replay(id), Some(Replay::Refused(_))));
    }

    #[test]
    fn a_second_look_that_fails_leaves_what_is_on_the_screen() {
        let failed = MailLogAction::Came { round: 0, outcome: Err(Failure::Unreachable) };
        assert_eq!(loaded_log().after(failed.clone()).load(), loaded_log().load());
        let first = MailLogState::default().after(failed);
        assert!(matches!(first.load(), Load::Failed(_)));
    }

    #[test]
    fn pages_follow_one_another_and_another_status_begins_anew() {
        let more = MailLogAction::MoreCame { round: 0, outcome: Ok(page()) };
        let both = loaded_log().after(more.clone());
        assert_eq!(
            both.load().ready().unwrap().notifications.len(),
            2 * page().notifications.len()
        );
        let other = both.after(MailLogAction::Show(Some(NotificationStatus::Failed)));
        assert_eq!(other.clone().after(more), other);
    }
}
