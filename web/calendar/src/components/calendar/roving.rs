//! One stop for the Tab key in a grid, and the focus that follows the arrows.

use crate::components::focus::{focused, give_focus};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Something in a grid that can have the focus.
pub trait TabStop: Copy + PartialEq + 'static {
    /// How to find it among the grid's elements.
    fn selector(self) -> String;
}

/// The way of the focus through a grid.
pub struct Roving<K: TabStop> {
    /// The room that the grid is in; it takes the focus while the grid is not there.
    pub room: NodeRef,
    visited: UseStateHandle<Option<K>>,
    // The focus follows the keyboard, never a change that came by itself.
    is_due: Rc<Cell<bool>>,
}

impl<K: TabStop> Clone for Roving<K> {
    fn clone(&self) -> Self {
        let Self { room, visited, is_due } = self;
        Self { room: room.clone(), visited: visited.clone(), is_due: is_due.clone() }
    }
}

/// The way of the focus through a grid of `K`s.
#[hook]
pub fn use_roving<K: TabStop>() -> Roving<K> {
    let is_due = use_mut_ref(|| Rc::new(Cell::new(false)));
    let is_due = is_due.borrow().clone();
    Roving { room: use_node_ref(), visited: use_state_eq(|| None), is_due }
}

/// Gives the focus that is due to the stop, as soon as it is there; `grid` is what decides whether
/// it is. The focus is not due any more once the person has moved it elsewhere.
#[hook]
pub fn use_due_focus<K: TabStop, G: PartialEq + 'static>(
    roving: &Roving<K>,
    stop: Option<K>,
    grid: G,
) {
    use_effect_with((stop, grid), {
        let roving = roving.clone();
        move |(stop, _)| {
            if roving.is_due.get() && roving.has_focus() {
                roving.focus(*stop);
            } else {
                roving.is_due.set(false);
            }
        }
    });
}

impl<K: TabStop> Roving<K> {
    /// Where the focus was last.
    pub fn visited(&self) -> Option<K> {
        *self.visited
    }

    /// What remembers where the focus is.
    pub fn visited_setter(&self) -> UseStateSetter<Option<K>> {
        self.visited.setter()
    }

    /// Remembers where the focus is.
    pub fn visit(&self, stop: K) {
        self.visited.set(Some(stop));
    }

    /// Leads the focus to a stop, at once or when it is there.
    pub fn go_to(&self, stop: K) {
        self.focus(Some(stop));
        self.visit(stop);
    }

    /// Leads the focus to wherever the Tab key will lead when the grid has changed.
    pub fn wait(&self) {
        self.is_due.set(true);
    }

    /// Whether the focus is in the room, or was lost with what had it there.
    fn has_focus(&self) -> bool {
        let room = self.room.cast::<Element>();
        focused().is_none_or(|it| room.is_some_and(|room| room.contains(Some(&it))))
    }

    fn focus(&self, stop: Option<K>) {
        let Some(room) = self.room.cast::<Element>() else { return };
        let found = stop.and_then(|stop| room.query_selector(&stop.selector()).ok().flatten());
        self.is_due.set(found.is_none());
        give_focus(Some(found.unwrap_or(room)));
    }
}
