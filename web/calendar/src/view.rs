//! Where slots stand in a calendar and the ways through it, as plain values; no browser needed.

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
