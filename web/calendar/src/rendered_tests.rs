//! What the components show, rendered without a browser.

use crate::{
    AvailabilityCalendar, AvailabilityCalendarProps, BookingModal, BookingModalProps,
    CalendarBoard, CalendarView, DateTimeSlot, FixedWords, Money, ServiceSummary, SlotStatus,
    TimeZoneChoice, WordsContext, Zones,
};
use yew::prelude::*;
use yew::{LocalServerRenderer, html};

/// A Sunday.
const NOW: FixedWords = FixedWords::at(
    chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(10, 0, 0).unwrap(),
);
const WORDS: WordsContext = &NOW;

#[derive(Properties, PartialEq)]
struct AroundProps {
    children: Html,
}

/// A program whose reader's clock shows [`NOW`].
#[component]
fn Around(props: &AroundProps) -> Html {
    html! {
        <ContextProvider<WordsContext> context={WORDS}>
            { props.children.clone() }
        </ContextProvider<WordsContext>>
    }
}

fn rendered(children: Html) -> String {
    let renderer = LocalServerRenderer::<Around>::with_props(AroundProps { children });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, renderer.hydratable(false).render())
}

fn slot(date: &str, time: &str, status: SlotStatus) -> DateTimeSlot {
    DateTimeSlot { date: date.parse().unwrap(), time: time.parse().unwrap(), status }
}

fn calendar(slots: Vec<DateTimeSlot>, loading: bool, selected_date: Option<&str>) -> String {
    let props = AvailabilityCalendarProps {
        slots,
        loading,
        selected_date: selected_date.map(|date| date.parse().unwrap()),
        on_slot_selected: Callback::noop(),
    };
    rendered(html! { <AvailabilityCalendar ..props /> })
}

/// The text that is seen and heard, without the marks around it.
fn text(html: &str) -> String {
    let mut parts = html.split('<').filter_map(|part| part.split_once('>'));
    let first = parts.by_ref().map(|(_, text)| text);
    first.filter(|text| !text.is_empty()).collect()
}

/// The buttons of slots, each with its attributes and what is in it.
fn slot_buttons(html: &str) -> Vec<&str> {
    html.split("<button").skip(1).filter(|button| button.contains("data-time")).collect()
}

#[test]
fn a_calendar_needs_nothing_but_slots_and_begins_with_today() {
    let tomorrow = slot("2026-11-23", "10:00:00", SlotStatus::Available);
    let html = calendar(vec![tomorrow], false, None);
    let text = text(&html);
    assert!(text.contains("22 Nov 2026 – 28 Nov 2026"), "{text}");
    assert!(text.contains("Monday 23 November 2026, 10:00, available"), "{text}");
    assert!(!text.contains("Times are in"), "nothing is known of zones: {text}");
    assert!(!text.contains("No slots available"), "{text}");
}

#[test]
fn a_selected_date_leads_to_its_week_and_is_set_off() {
    let html = calendar(Vec::new(), false, Some("2026-12-03"));
    assert!(text(&html).contains("3 Dec 2026 – 9 Dec 2026"), "{html}");
    assert!(html.contains("bg-brand-soft"), "{html}");
}

#[test]
fn only_what_is_available_and_has_not_begun_can_be_chosen() {
    let html = calendar(
        vec![
            slot("2026-11-22", "09:00:00", SlotStatus::Available),
            slot("2026-11-22", "11:00:00", SlotStatus::Available),
            slot("2026-11-23", "09:00:00", SlotStatus::Booked),
            slot("2026-11-23", "11:00:00", SlotStatus::Unavailable),
        ],
        false,
        None,
    );
    let choice = |button: &&str| !button.contains("aria-disabled");
    let buttons = slot_buttons(&html);
    assert_eq!(buttons.len(), 4, "{html}");
    let choices: Vec<_> = buttons.iter().filter(|button| choice(button)).collect();
    assert_eq!(choices.len(), 1, "{html}");
    assert!(choices[0].contains(r#"data-date="2026-11-22" data-time="11:00""#), "{html}");
    for (status, colour) in [("booked", "bg-booked"), ("unavailable", "bg-closed")] {
        let mark = format!(r#"data-status="{status}""#);
        let of_status = buttons.iter().filter(|button| button.contains(&mark));
        assert!(of_status.clone().count() > 0, "{status}: {html}");
        assert!(of_status.clone().all(|button| button.contains(colour)), "{status}: {html}");
    }
}

#[test]
fn loading_and_empty_do_not_look_the_same() {
    let loading = calendar(Vec::new(), true, None);
    assert!(text(&loading).contains("Loading available times"), "{loading}");
    assert!(!text(&loading).contains("No slots available"), "{loading}");
    let booked = slot("2026-11-23", "10:00:00", SlotStatus::Booked);
    for slots in [Vec::new(), vec![booked]] {
        let empty = calendar(slots, false, None);
        assert!(text(&empty).contains("No slots available"), "{empty}");
        assert!(!text(&empty).contains("Loading"), "{empty}");
    }
}

#[test]
fn a_week_without_free_slots_leads_to_the_next_free_day() {
    let later = slot("2026-12-14", "10:00:00", SlotStatus::Available);
    assert!(text(&calendar(vec![later], false, None)).contains("Next free: Mon, 14 Dec"));
}

/// A service in London, whose clocks go back from GMT+1 on 25 October 2026.
fn board_of_october() -> String {
    let at = |instant: &str| instant.parse().unwrap();
    let slot = |date: &str, starts_at: &str, ends_at: &str| slotbook_contract::DateTimeSlot {
        date: date.parse().unwrap(),
        time: "09:00".parse().unwrap(),
        status: SlotStatus::Available,
        starts_at: at(starts_at),
        ends_at: at(ends_at),
    };
    let slots = vec![
        slot("2026-10-23", "2026-10-23T08:00:00Z", "2026-10-23T08:30:00Z"),
        slot("2026-10-26", "2026-10-26T09:00:00Z", "2026-10-26T09:30:00Z"),
    ];
    let today = "2026-10-20".parse().unwrap();
    let zones = Zones::new("Europe/London".into(), "Europe/London".into(), TimeZoneChoice::Service);
    rendered(html! {
        <CalendarBoard {slots} loading={false} on_slot_selected={Callback::noop()}
            view={CalendarView::week(today)} on_view={Callback::noop()} {today} {zones} />
    })
}

#[test]
fn a_week_in_which_the_clocks_change_tells_both_offsets() {
    let text = text(&board_of_october());
    assert!(text.contains("Times are in Europe/London, GMT+1, from 26 Oct GMT"), "{text}");
    assert!(text.contains("Friday 23 October 2026, 09:00 to 09:30, available"), "{text}");
}

fn modal(change: impl FnOnce(&mut BookingModalProps)) -> String {
    let mut props = BookingModalProps {
        is_open: true,
        on_close: Callback::noop(),
        on_confirm: Callback::noop(),
        slot: Some(slot("2026-12-01", "10:00:00", SlotStatus::Available)),
        service: ServiceSummary { name: "Haircut".into(), price: Money::new(3500, "EUR") },
        is_confirming: false,
        is_confirmed: false,
        error_message: None,
    };
    change(&mut props);
    rendered(html! { <BookingModal ..props /> })
}

fn confirm(html: &str) -> &str {
    let button = html.split("<button").find(|button| button.contains("Confirm Booking"));
    button.expect("the modal has the button")
}

#[test]
fn the_modal_says_what_is_booked_when_and_for_how_much() {
    let html = modal(|_| {});
    let text = text(&html);
    for fact in ["Haircut", "Tuesday 1 December 2026", "10:00", "EUR 35.00", "Cancel"] {
        assert!(text.contains(fact), "{fact}: {text}");
    }
    assert!(!text.contains("Time zone"), "{text}");
    assert!(!confirm(&html).contains("disabled=\"") && !html.contains("<svg"), "{html}");
}

#[test]
fn the_modal_waits_with_a_spinner_in_confirm() {
    let html = modal(|props| props.is_confirming = true);
    assert!(confirm(&html).contains("animate-spin"), "{html}");
    assert!(confirm(&html).contains("disabled="), "{html}");
}

#[test]
fn the_modal_says_what_went_wrong_and_what_turned_unavailable() {
    let failed = modal(|props| props.error_message = Some("The server is away.".into()));
    assert!(failed.contains(r#"role="alert""#) && failed.contains("The server is away."));
    for (status, sentence) in [
        (SlotStatus::Booked, "This slot was just booked by someone else."),
        (SlotStatus::Unavailable, "This slot is no longer available."),
    ] {
        let html = modal(|props| props.slot = Some(slot("2026-12-01", "10:00:00", status)));
        assert!(text(&html).contains(sentence), "{html}");
        assert!(confirm(&html).contains("disabled="), "{html}");
    }
}

#[test]
fn the_modal_shows_nothing_when_it_is_closed_or_its_booking_is_made() {
    assert_eq!(text(&modal(|props| props.is_open = false)), "");
    assert_eq!(text(&modal(|props| props.is_confirmed = true)), "");
}
