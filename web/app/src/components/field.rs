//! Fields of a form, each with its label, its hint and its error.

use yew::prelude::*;

/// What all fields look like.
pub const FIELD: &str =
    "min-h-11 w-full rounded-lg border border-edge-strong bg-surface px-2 py-2 sm:px-3";

/// The words around a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Its id, and its name in the API's problems.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What helps to fill it in.
    pub hint: Option<AttrValue>,
    /// Its error.
    pub fault: Option<AttrValue>,
}

impl Words {
    /// The ids of the texts that describe the field.
    pub fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let fault = self.fault.as_ref().map(|_| format!("{}-fault", self.id));
        let ids: Vec<String> = hint.into_iter().chain(fault).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// A field with its words; `input` makes it, with what describes it.
pub fn field(words: &Words, input: impl FnOnce(Option<String>) -> Html) -> Html {
    html! {
        <div class="flex min-w-0 flex-col gap-1">
            <label for={words.id} class="font-semibold">{ words.label }</label>
            { input(words.described_by()) }
            if let Some(hint) = &words.hint {
                <p id={format!("{}-hint", words.id)} class="text-sm text-muted">{ hint }</p>
            }
            if let Some(fault) = &words.fault {
                <p id={format!("{}-fault", words.id)} role="alert"
                    class="text-sm font-semibold text-on-booked">
                    { fault }
                </p>
            }
        </div>
    }
}
