//! The title of the page in the browser's tab.

use yew::prelude::*;

/// Shows the title, with the name of the app behind it.
#[hook]
pub fn use_title(title: &str) {
    use_effect_with(title.to_owned(), |title| {
        gloo::utils::document().set_title(&format!("{title} – Slotbook"));
    });
}
