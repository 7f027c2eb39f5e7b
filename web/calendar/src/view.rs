//! The layout of slots in a calendar and its navigation, as plain values that need no browser.

pub mod calendar_view;
pub mod changes;
pub mod day_grid;
pub mod month;
pub mod month_grid;
pub mod next_free;
pub mod offset;
pub mod slot_placement;
pub mod week;
pub mod week_grid;
