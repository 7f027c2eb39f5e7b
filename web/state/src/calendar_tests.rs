//! Replays of what can arrive at a calendar, in the orders in which it can.

use super::*;
use crate::failure::samples::refused;
use chrono::{Days, NaiveDate};
use slotbook_contract::{ProblemCode, samples};

const TEN: &str = "10:00";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn before() -> DateTime<Utc> {
    at("2026-12-01T08:00:00Z")
}

/// The first week of December, or one so many weeks later.
fn week(later: u64) -> DateRange {
    let from = "2026-12-01".parse::<NaiveDate>().unwrap() + Days::new(7 * later);
    DateRange { from, to: from + Days::new(6) }
}

fn key(time: &str) -> SlotKey {
    SlotKey { date: week(0).from, time: time.parse().unwrap() }
}

fn replay(actions: impl IntoIterator<Item = CalendarAction>) -> CalendarState {
    actions.into_iter().fold(CalendarState::new(week(0)), CalendarState::after)
}

/// The golden answer: 09:00 booked, 09:30 unavailable, 10:00 available.
fn answered_in(round: u32) -> CalendarAction {
    let availability = serde_json::from_str(samples::AVAILABILITY).unwrap();
    CalendarAction::Answered { round, availability }
}

fn answered() -> CalendarAction {
    answered_in(0)
}

fn unanswered() -> CalendarAction {
    CalendarAction::AnswerFailed { round: 0, failure: Failure::Unreachable }
}

/// The golden document, 10:00 and free, changed by `change`.
fn delivered(change: impl FnOnce(&mut SlotDocument)) -> CalendarAction {
    let mut document: SlotDocument = serde_json::from_str(samples::SLOT_DOCUMENT).unwrap();
    change(&mut document);
    delivered_all(vec![document])
}

fn delivered_all(documents: Vec<SlotDocument>) -> CalendarAction {
    CalendarAction::Delivered { round: 0, documents, listening: ListenerState::Live }
}

fn heard_nothing(listening: ListenerState) -> CalendarAction {
    CalendarAction::Delivered { round: 0, documents: Vec::new(), listening }
}

fn status(state: &CalendarState, time: &str) -> Option<SlotStatus> {
    state.slot(key(time), before()).map(|slot| slot.status)
}

#[test]
fn an_answer_is_painted_and_tells_what_to_listen_to() {
    let state = replay([answered()]);
    let shown: Vec<_> = state.slots(before()).iter().map(|slot| slot.status).collect();
    assert_eq!(shown, [SlotStatus::Booked, SlotStatus::Unavailable, SlotStatus::Available]);
    assert_eq!(state.phase(week(0)), Phase::Ready);
    let ninety_seconds_before = ListenTo::ChangedAfter(at("2026-11-22T15:58:30.123456Z"));
    assert_eq!(state.listen_to(), Some(ninety_seconds_before));
}

#[test]
fn a_change_after_the_answer_is_shown() {
    let state = replay([answered(), delivered(|slot| slot.is_booked = true)]);
    assert_eq!(status(&state, TEN), Some(SlotStatus::Booked));
    let state = replay([answered(), delivered(|slot| slot.is_open = false)]);
    assert_eq!(status(&state, TEN), Some(SlotStatus::Unavailable));
}

#[test]
fn a_booking_heard_of_first_survives_a_stale_answer_that_shows_it_free() {
    let state = replay([delivered(|slot| slot.is_booked = true), answered()]);
    assert_eq!(status(&state, TEN), Some(SlotStatus::Booked));
}

#[test]
fn a_closing_heard_of_first_survives_a_stale_answer_that_shows_it_free() {
    let state = replay([delivered(|slot| slot.is_open = false), answered()]);
    assert_eq!(status(&state, TEN), Some(SlotStatus::Unavailable));
}

#[test]
fn the_latest_delivery_stands() {
    let state = replay([
        answered(),
        delivered(|slot| slot.is_busy = true),
        delivered(|slot| slot.is_busy = false),
    ]);
    assert_eq!(status(&state, TEN), Some(SlotStatus::Available));
}

#[test]
fn what_is_booked_never_becomes_free_again() {
    let at_nine = |slot: &mut SlotDocument| slot.time_slot = "09:00".parse().unwrap();
    let state = replay([answered(), delivered(at_nine)]);
    assert_eq!(status(&state, "09:00"), Some(SlotStatus::Booked));
    let state = replay([delivered(at_nine), answered()]);
    assert_eq!(status(&state, "09:00"), Some(SlotStatus::Booked), "and an answer may say so first");
}

#[test]
fn a_free_slot_stops_being_free_when_it_begins() {
    let state = replay([answered()]);
    let start = at("2026-12-01T10:00:00Z");
    assert_eq!(state.next_start(before()), Some(start));
    assert_eq!(state.next_start(start), None);
    let begun = state.slot(key(TEN), start).unwrap();
    assert_eq!(begun.status, SlotStatus::Unavailable);
    let booked = state.slot(key("09:00"), start).unwrap();
    assert_eq!(booked.status, SlotStatus::Booked, "booked stays booked");
}

#[test]
fn another_week_drops_what_arrives_late_for_the_old_one() {
    let next = CalendarAction::Show(week(1));
    let state = replay([
        next,
        answered_in(0),
        delivered(|slot| slot.is_booked = true),
        unanswered(),
        heard_nothing(ListenerState::Ended),
    ]);
    assert_eq!(state.phase(week(0)), Phase::Loading);
    assert_eq!(state.listen_to(), None);
    assert_eq!(status(&state, TEN), None);
}

#[test]
fn coming_back_to_a_week_does_not_show_as_free_what_was_seen_booked() {
    let state = replay([
        answered(),
        delivered(|slot| slot.is_booked = true),
        CalendarAction::Show(week(1)),
        CalendarAction::Show(week(0)),
        answered_in(2),
    ]);
    assert_eq!(status(&state, TEN), Some(SlotStatus::Booked));
}

#[test]
fn a_booking_on_its_way_shows_at_once_and_settles() {
    let held = replay([answered(), CalendarAction::Hold(key(TEN))]);
    assert_eq!(status(&held, TEN), Some(SlotStatus::Booked));
    let at = at("2026-11-22T16:00:10Z");
    let settled = held.after(CalendarAction::Settle { status: SlotStatus::Booked, at });
    let settled = settled.after(answered());
    assert_eq!(status(&settled, TEN), Some(SlotStatus::Booked), "a stale answer changes nothing");
}

#[test]
fn a_booking_that_failed_rolls_back_to_what_is_known_by_then() {
    let held = replay([answered(), CalendarAction::Hold(key(TEN))]);
    let rolled_back = held.clone().after(CalendarAction::Release);
    assert_eq!(status(&rolled_back, TEN), Some(SlotStatus::Available));
    let lost = held.after(delivered(|slot| slot.is_booked = true)).after(CalendarAction::Release);
    assert_eq!(status(&lost, TEN), Some(SlotStatus::Booked));
}

#[test]
fn without_the_api_the_listener_alone_fills_the_calendar() {
    let state = replay([unanswered()]);
    assert_eq!(state.listen_to(), Some(ListenTo::WholeRange));
    assert_eq!(state.phase(week(0)), Phase::Loading);
    let state = state.after(delivered(|_| {}));
    assert_eq!(state.phase(week(0)), Phase::Ready);
    assert_eq!(status(&state, TEN), Some(SlotStatus::Available));
}

#[test]
fn without_api_and_listener_nothing_is_shown_as_free() {
    for listening in [ListenerState::Stale, ListenerState::Ended] {
        let state = replay([unanswered(), heard_nothing(listening)]);
        assert_eq!(state.phase(week(0)), Phase::Failed(Failure::Unreachable), "{listening:?}");
    }
}

#[test]
fn a_refusal_is_final_and_nothing_is_listened_to() {
    let failure = refused(ProblemCode::ServiceNotFound, None);
    let state = replay([CalendarAction::AnswerFailed { round: 0, failure: failure.clone() }]);
    assert_eq!((state.phase(week(0)), state.listen_to()), (Phase::Failed(failure), None));
}

#[test]
fn lost_touch_is_said_until_it_is_found_again() {
    let state = replay([answered()]);
    assert!(!state.may_be_old(), "the answer is fresh while the listener opens");
    let cut = state.after(heard_nothing(ListenerState::Stale));
    assert!(cut.may_be_old());
    let back = cut.after(heard_nothing(ListenerState::Live));
    assert!(!back.may_be_old());
    let offline = back.after(CalendarAction::NetworkIs { up: false });
    assert!(offline.may_be_old());
    assert!(!offline.after(CalendarAction::NetworkIs { up: true }).may_be_old());
}

#[test]
fn a_lost_listener_is_opened_anew_and_the_slots_stay_in_sight() {
    let lost = replay([answered(), heard_nothing(ListenerState::Ended)]);
    assert!(lost.has_lost_listener());
    let listening = lost.listen_to();
    let renewed = lost.after(CalendarAction::Renew);
    assert_eq!((renewed.listen_to(), renewed.round()), (listening, 1));
    assert_eq!(renewed.phase(week(0)), Phase::Ready);
    assert!(renewed.may_be_old(), "until the new listener is live");
}

#[test]
fn a_listener_is_opened_anew_from_the_latest_answer_on_without_another_one() {
    let mut later: Availability = serde_json::from_str(samples::AVAILABILITY).unwrap();
    later.as_of += TimeDelta::seconds(600);
    let since = later.as_of - TimeDelta::seconds(LISTENER_MARGIN_SECONDS);
    let polled = CalendarAction::Answered { round: 0, availability: later };
    let renewed =
        replay([answered(), heard_nothing(ListenerState::Ended), polled, CalendarAction::Renew]);
    assert_eq!(renewed.listen_to(), Some(ListenTo::ChangedAfter(since)));
    assert!(renewed.is_answered() && renewed.depends_on_asking(), "the asking goes on as it was");
    let elsewhere = renewed.after(CalendarAction::Show(week(1))).after(CalendarAction::Renew);
    assert_eq!(elsewhere.listen_to(), None, "nothing has been answered for that week");
}

#[test]
fn an_answer_asked_for_in_between_leaves_the_listener_alone() {
    let state = replay([answered()]);
    let listening = state.listen_to();
    let mut later: Availability = serde_json::from_str(samples::AVAILABILITY).unwrap();
    later.as_of += TimeDelta::seconds(30);
    let state = state.after(CalendarAction::Answered { round: 0, availability: later });
    assert_eq!(state.listen_to(), listening);
    let state = state.after(unanswered());
    assert_eq!((state.phase(week(0)), state.listen_to()), (Phase::Ready, listening));
}

#[test]
fn an_answer_never_replaces_what_a_later_one_told() {
    let at_ten = |seconds: i64, status| {
        let mut answer: Availability = serde_json::from_str(samples::AVAILABILITY).unwrap();
        answer.as_of += TimeDelta::seconds(seconds);
        answer.slots.iter_mut().find(|slot| slot.time == key(TEN).time).unwrap().status = status;
        CalendarAction::Answered { round: 0, availability: answer }
    };
    let closed = replay([at_ten(5, SlotStatus::Unavailable)]);
    let earlier = closed.clone().after(at_ten(4, SlotStatus::Available));
    assert_eq!(status(&earlier, TEN), Some(SlotStatus::Unavailable));
    for later in [5, 6] {
        let opened = closed.clone().after(at_ten(later, SlotStatus::Available));
        assert_eq!(status(&opened, TEN), Some(SlotStatus::Available), "{later}");
    }
}

#[test]
fn a_refusal_is_shown_at_once_and_outlives_an_answer_from_before_it() {
    let at = at("2026-11-22T16:00:10Z");
    let refused = replay([
        answered(),
        CalendarAction::Hold(key(TEN)),
        CalendarAction::Settle { status: SlotStatus::Unavailable, at },
    ]);
    assert_eq!(status(&refused, TEN), Some(SlotStatus::Unavailable));
    let from_a_cache = refused.clone().after(answered());
    assert_eq!(status(&from_a_cache, TEN), Some(SlotStatus::Unavailable));
    let heard = refused.clone().after(delivered(|_| {}));
    assert_eq!(status(&heard, TEN), Some(SlotStatus::Available), "the listener knows better");
    let mut later: Availability = serde_json::from_str(samples::AVAILABILITY).unwrap();
    later.as_of = at;
    let asked = refused.after(CalendarAction::Answered { round: 0, availability: later });
    assert_eq!(status(&asked, TEN), Some(SlotStatus::Available));
}

#[test]
fn what_both_ranges_have_stays_in_sight_while_the_next_is_on_its_way() {
    let ahead = DateRange { from: week(0).from, to: week(1).to };
    let state = CalendarState::new(ahead).after(answered());
    assert_eq!(state.phase(week(0)), Phase::Ready);
    assert_eq!(state.phase(week(1)), Phase::Ready, "the next click's is there");
    let further = DateRange { from: week(1).from, to: week(2).to };
    let moved = state.after(CalendarAction::Show(further));
    assert_eq!(moved.phase(week(1)), Phase::Ready);
    assert_eq!(moved.phase(further), Phase::Loading);
    assert_eq!(status(&moved, TEN), None, "what is out of sight is no longer heard of");
}

#[test]
fn what_the_server_asks_for_is_known_in_every_later_round_until_it_answers() {
    let busy = CalendarAction::AnswerFailed {
        round: 0,
        failure: refused(ProblemCode::RateLimited, Some(8)),
    };
    let told =
        replay([answered(), busy, heard_nothing(ListenerState::Ended), CalendarAction::Renew]);
    assert_eq!(told.attempts().retry_after(), Some(std::time::Duration::from_secs(8)));
    assert_eq!(told.after(answered_in(1)).attempts().retry_after(), None);
}

#[test]
fn a_range_that_is_not_all_there_yet_is_neither_live_nor_in_doubt() {
    let part = |listening| CalendarAction::Delivered { round: 0, documents: vec![], listening };
    let live = replay([answered(), part(ListenerState::Live)]);
    let split = live.after(part(ListenerState::Waiting));
    assert_eq!((split.is_live(), split.may_be_old(), split.round()), (false, false, 0));
    assert!(split.depends_on_asking());
    let without_api = replay([unanswered(), part(ListenerState::Waiting)]);
    assert_eq!(without_api.phase(week(0)), Phase::Loading);
    let lost = replay([answered(), part(ListenerState::Ended), CalendarAction::Renew]);
    let again = CalendarAction::Delivered {
        round: 1,
        documents: vec![],
        listening: ListenerState::Waiting,
    };
    assert!(lost.after(again).may_be_old(), "until all of it is live again");
}

#[test]
fn the_api_is_asked_on_until_the_listener_is_in_touch_and_whenever_it_is_not() {
    assert!(!replay([]).depends_on_asking(), "nothing has arrived yet");
    let shown = replay([answered()]);
    assert!(shown.depends_on_asking());
    let live = shown.after(heard_nothing(ListenerState::Live));
    assert!(!live.depends_on_asking());
    let stuck = live.after(heard_nothing(ListenerState::Stale));
    assert!(stuck.depends_on_asking());
    assert!(!stuck.after(CalendarAction::NetworkIs { up: false }).depends_on_asking());
}
