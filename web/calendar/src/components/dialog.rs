//! A modal dialog: the browser's own, which keeps the focus inside and gives it back.

use super::dialog_entry;
use super::focus::{focused, give_focus};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};
use yew::prelude::*;

/// Properties of [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Whether it is shown.
    pub is_open: bool,
    /// The id of the heading that names it.
    pub labelled_by: AttrValue,
    /// Whether work is running during which the dialog must not be closed.
    #[prop_or_default]
    pub is_busy: bool,
    /// Called when the person wants it closed: Escape, "back", or a click beside it.
    pub on_close: Callback<()>,
    /// A selector of the element that gets the focus when the dialog is closed and the element that
    /// had it before is gone.
    #[prop_or_default]
    pub return_to: Option<AttrValue>,
    /// The content.
    pub children: Html,
}

/// A modal dialog.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    let return_to = use_mut_ref(|| None);
    if props.return_to.is_some() {
        return_to.borrow_mut().clone_from(&props.return_to);
    }
    use_effect_with(props.is_open, {
        let node = node.clone();
        move |is_open| {
            show(&node, *is_open);
            if !is_open && let Some(selector) = return_to.take() {
                give_focus_back(&selector);
            }
        }
    });
    use_effect({
        let (node, is_open) = (node.clone(), props.is_open);
        move || {
            if is_open {
                // The choice of an alternative may have put a page of the calendar in its place.
                dialog_entry::enter();
                keep_focus(&node);
            }
        }
    });
    use_close_on_back(props);
    let close = {
        let (on_close, is_busy) = (props.on_close.clone(), props.is_busy);
        move || {
            if !is_busy {
                on_close.emit(());
            }
        }
    };
    // Closing is for the owner to do, so the browser only ever asks.
    let oncancel = Callback::from({
        let close = close.clone();
        move |event: Event| {
            event.prevent_default();
            close();
        }
    });
    // A browser may close all the same when it was asked twice, as Android's "back" does. Then the
    // owner follows; but what is on its way must be seen to its end.
    let onclose = {
        let (on_close, is_busy, node) = (props.on_close.clone(), props.is_busy, node.clone());
        Callback::from(move |_: Event| if is_busy { show(&node, true) } else { on_close.emit(()) })
    };
    let onkeydown = {
        let is_busy = props.is_busy;
        Callback::from(move |event: KeyboardEvent| {
            if is_busy && event.key() == "Escape" {
                event.prevent_default();
            }
        })
    };
    // A press that began in the panel, to mark a text, may end beside it and is no click there.
    let began_beside = use_mut_ref(|| false);
    let onpointerdown = {
        let began_beside = began_beside.clone();
        Callback::from(move |event: PointerEvent| *began_beside.borrow_mut() = is_beside(&event))
    };
    let onclick = Callback::from(move |event: MouseEvent| {
        if is_beside(&event) && began_beside.replace(false) {
            close();
        }
    });
    let onclose = if props.is_open { Some(onclose) } else { None };
    html! {
        <dialog ref={node} class="dialog" aria-labelledby={&props.labelled_by}
            {oncancel} {onclose} {onkeydown} {onpointerdown} {onclick}>
            if props.is_open {
                <div tabindex="-1" class="p-6 outline-none">{ props.children.clone() }</div>
            }
        </dialog>
    }
}

/// Closes an open dialog when a person goes back from it; one that is busy stays where it is.
#[hook]
fn use_close_on_back(props: &DialogProps) {
    let state = (props.is_open, props.is_busy, props.on_close.clone());
    use_effect_with(state, |(is_open, is_busy, on_close)| {
        let (is_open, is_busy, on_close) = (*is_open, *is_busy, on_close.clone());
        let listener = dialog_entry::listen(move || match (is_open, is_busy) {
            (true, true) => dialog_entry::enter(),
            (true, false) => on_close.emit(()),
            (false, _) => {}
        });
        move || drop(listener)
    });
}

/// Only the backdrop belongs to the dialog itself; the panel covers the rest of it.
fn is_beside(event: &Event) -> bool {
    event.target().is_some_and(|target| target.has_type::<HtmlDialogElement>())
}

fn show(node: &NodeRef, is_open: bool) {
    let Some(dialog) = node.cast::<HtmlDialogElement>() else { return };
    match (is_open, dialog.open()) {
        // It throws only for a dialog that is open already or not in the document.
        (true, false) => drop(dialog.show_modal()),
        (false, true) => dialog.close(),
        _ => {}
    }
}

/// The browser has given the focus back already, if the element that had it still exists.
fn give_focus_back(selector: &str) {
    if focused().is_none() {
        give_focus(gloo::utils::document().query_selector(selector).ok().flatten());
    }
}

/// The focused element may have been disabled or removed because something has changed. Then the
/// dialog takes the focus, before the browser gives it to the body.
fn keep_focus(node: &NodeRef) {
    // While the browser's own bar has it, nothing is lost.
    let is_lost = gloo::utils::document().has_focus().unwrap_or(false)
        && focused().is_none_or(|it| it.matches(":disabled").unwrap_or(false));
    if is_lost {
        // The panel.
        give_focus(node.cast::<Element>().and_then(|dialog| dialog.first_element_child()));
    }
}
