//! The states of the page in a form that Yew can reduce.

use slotbook_state::State;
use std::ops::Deref;
use std::rc::Rc;
use yew::prelude::*;

/// A state, and the actions as the only way to another. Every hook's handle has one of these, and
/// what it knows is asked through it.
#[derive(Clone, Default, PartialEq)]
pub struct Store<S>(pub S);

impl<S> Deref for Store<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<S: State> Reducible for Store<S> {
    type Action = S::Action;

    fn reduce(self: Rc<Self>, action: S::Action) -> Rc<Self> {
        Rc::new(Self(Rc::unwrap_or_clone(self).0.after(action)))
    }
}
