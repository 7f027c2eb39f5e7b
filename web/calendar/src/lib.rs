//! A calendar of slots to choose from, and a modal that asks to confirm a booking, for any Yew
//! program.
//!
//! Properties in, callbacks out: nothing here knows HTTP, Firebase, the page's addresses or its
//! JavaScript. README.md shows its use in five lines. `view` computes what is shown, as plain
//! values that are tested on the host; `components` show it, with Tailwind's class names; `words`
//! write dates, times and prices for them.

mod components;
#[cfg(test)]
mod rendered_tests;
mod slot;
mod view;
mod words;

pub use components::availability_calendar::{AvailabilityCalendar, AvailabilityCalendarProps};
pub use components::booking_dialog::{
    BookingDialog, BookingDialogProps, ServiceSummary, booking_facts, fact_list,
};
pub use components::booking_modal::{BookingModal, BookingModalProps};
pub use components::button::{Button, ButtonStyle};
pub use components::calendar::{CalendarBoard, CalendarBoardProps};
pub use components::dialog::Dialog;
pub use components::dialog_entry;
pub use components::focus::bring_into_sight;
pub use components::icon::{Shape, icon};
pub use components::notice::{Tone, notice};
pub use components::spinner::{spinner, spinner_mark};
pub use slot::DateTimeSlot;
pub use slotbook_contract::{Money, SlotStatus};
pub use view::calendar_view::{CalendarView, ViewKind};
pub use view::month::{Month, MonthError};
pub use view::next_free::NextFree;
pub use view::slot_placement::{Offsets, PlacedSlot, TimeZoneChoice, Zones};
pub use view::week::Week;
pub use words::{
    BROWSER_WORDS, DateStyle, FixedWords, MomentStyle, Words, WordsContext, moment, reader_zone,
    time_zones, use_words, zone,
};
