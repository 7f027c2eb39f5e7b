//! The keys of the ARIA grid pattern.

use crate::view::week_grid::Move;
use yew::prelude::*;

/// What a key asks for in a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridKey {
    /// An arrow.
    Up,
    /// An arrow.
    Down,
    /// An arrow.
    Left,
    /// An arrow.
    Right,
    /// To the beginning of the row.
    Home,
    /// To the end of the row.
    End,
    /// To the beginning of the grid.
    First,
    /// To the end of the grid.
    Last,
    /// A page back.
    PageUp,
    /// A page on.
    PageDown,
    /// Out of here.
    Escape,
}

/// What was pressed, if it means something in a grid.
pub fn grid_key(event: &KeyboardEvent) -> Option<GridKey> {
    if event.alt_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    Some(match (event.key().as_str(), event.ctrl_key()) {
        ("Home", true) => GridKey::First,
        ("End", true) => GridKey::Last,
        (_, true) => return None,
        ("ArrowUp", _) => GridKey::Up,
        ("ArrowDown", _) => GridKey::Down,
        ("ArrowLeft", _) => GridKey::Left,
        ("ArrowRight", _) => GridKey::Right,
        ("Home", _) => GridKey::Home,
        ("End", _) => GridKey::End,
        ("PageUp", _) => GridKey::PageUp,
        ("PageDown", _) => GridKey::PageDown,
        ("Escape", _) => GridKey::Escape,
        _ => return None,
    })
}

/// Where a key leads among slots.
pub fn slot_move(key: GridKey) -> Option<Move> {
    Some(match key {
        GridKey::Up => Move::Up,
        GridKey::Down => Move::Down,
        GridKey::Left => Move::Left,
        GridKey::Right => Move::Right,
        GridKey::Home => Move::RowStart,
        GridKey::End => Move::RowEnd,
        GridKey::First => Move::First,
        GridKey::Last => Move::Last,
        GridKey::PageUp | GridKey::PageDown | GridKey::Escape => return None,
    })
}
