//! A calendar of slots to choose from, and the question whether to book one, for any Yew program.
//!
//! Properties in, callbacks out: nothing here knows HTTP, Firebase, the addresses of a page or its
//! JavaScript. What a component writes, and the clocks of time zones, come from the [`Words`] that
//! the program gives as a context. `view` is what the components show, as plain values that are
//! tested on the host; `components` show it, with class names of Tailwind.

mod components;
mod view;
mod words;

pub use components::booking_modal::{BookingModal, BookingModalProps, ServiceSummary};
pub use components::button::{Button, ButtonStyle};
pub use components::calendar::{AvailabilityCalendar, AvailabilityCalendarProps};
pub use components::dialog::Dialog;
pub use components::dialog_entry;
pub use components::icon::{Shape, icon};
pub use components::notice::{Tone, notice};
pub use components::spinner::{spinner, spinner_mark};
pub use view::calendar_view::{CalendarView, ViewKind};
pub use view::month::{Month, MonthError};
pub use view::next_free::NextFree;
pub use view::slot_placement::{Offsets, PlacedSlot, TimeZoneChoice, Zones};
pub use view::week::Week;
pub use words::{DateStyle, Words, WordsContext, use_words, zone};
