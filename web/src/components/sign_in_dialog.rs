//! Signing in and signing up, above whatever page one is on.

use super::button::{Button, Look};
use super::dialog::Dialog;
use super::notice::{Tone, notice};
use super::spinner::spinner_mark;
use crate::state::session::Credentials;
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::prelude::*;

/// Whether there is an account already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    SignIn,
    SignUp,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "Sign in",
            Self::SignUp => "Create account",
        }
    }

    fn other(self) -> (&'static str, Self) {
        match self {
            Self::SignIn => ("New here? Create an account", Self::SignUp),
            Self::SignUp => ("Have an account? Sign in", Self::SignIn),
        }
    }
}

/// Properties of [`SignInDialog`].
#[derive(Properties, PartialEq)]
pub struct SignInDialogProps {
    /// Whether it is shown.
    pub is_open: bool,
    /// Whether the credentials are on their way.
    pub is_busy: bool,
    /// What was wrong with the last ones.
    pub error: Option<AttrValue>,
    /// Told when the form is sent.
    pub on_submit: Callback<Credentials>,
    /// Told when it is to be closed.
    pub on_close: Callback<()>,
}

/// Asks for e-mail address and password, and for a name when the account is new.
#[component]
pub fn SignInDialog(props: &SignInDialogProps) -> Html {
    html! {
        <Dialog is_open={props.is_open} labelled_by="sign-in-title" is_busy={props.is_busy}
            on_close={props.on_close.clone()}>
            <Form is_busy={props.is_busy} error={props.error.clone()}
                on_submit={props.on_submit.clone()} on_close={props.on_close.clone()} />
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    is_busy: bool,
    error: Option<AttrValue>,
    on_submit: Callback<Credentials>,
    on_close: Callback<()>,
}

/// The form lives only while the dialog is open, so that no password outlives it.
#[component]
fn Form(props: &FormProps) -> Html {
    let purpose = use_state(|| Purpose::SignIn);
    let (email, password, name) = (use_node_ref(), use_node_ref(), use_node_ref());
    let onsubmit = {
        let (email, password, name) = (email.clone(), password.clone(), name.clone());
        let (purpose, on_submit) = (*purpose, props.on_submit.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_submit.emit(credentials(purpose, typed(&email), typed(&password), typed(&name)));
        })
    };
    let (other_text, other) = purpose.other();
    let switch = Callback::from({
        let purpose = purpose.clone();
        move |()| purpose.set(other)
    });
    let new_password = *purpose == Purpose::SignUp;
    html! {
        <form {onsubmit} class="flex flex-col gap-4">
            <h2 id="sign-in-title" class="text-xl font-bold">{ purpose.name() }</h2>
            if new_password {
                { field(&NAME, &name) }
            }
            { field(&EMAIL, &email) }
            { field(if new_password { &NEW_PASSWORD } else { &PASSWORD }, &password) }
            if let Some(error) = &props.error {
                { notice(Tone::Error, error.clone().into()) }
            }
            <Button look={Look::Primary} submits=true disabled={props.is_busy}>
                if props.is_busy {
                    { spinner_mark("size-5") }
                }
                { purpose.name() }
            </Button>
            <div class="flex flex-wrap justify-between gap-2">
                <Button look={Look::Quiet} disabled={props.is_busy} on_press={switch}
                    class="-ml-4 text-sm underline">
                    { other_text }
                </Button>
                <Button look={Look::Quiet} disabled={props.is_busy}
                    on_press={props.on_close.clone()} class="-mr-4 text-sm">
                    { "Cancel" }
                </Button>
            </div>
        </form>
    }
}

/// What a field asks for.
struct Asked {
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    hint: Option<&'static str>,
}

const NAME: Asked = Asked {
    id: "name",
    label: "Your name",
    kind: "text",
    autocomplete: "name",
    hint: Some("The provider reads it in the notice of your booking."),
};
const EMAIL: Asked = Asked {
    id: "email",
    label: "E-mail address",
    kind: "email",
    autocomplete: "username",
    hint: None,
};
const PASSWORD: Asked = Asked {
    id: "password",
    label: "Password",
    kind: "password",
    autocomplete: "current-password",
    hint: None,
};
const NEW_PASSWORD: Asked = Asked {
    id: "new-password",
    autocomplete: "new-password",
    hint: Some("At least 6 characters."),
    ..PASSWORD
};

fn field(asked: &Asked, node: &NodeRef) -> Html {
    let hint_id = asked.hint.map(|_| format!("{}-hint", asked.id));
    html! {
        <div key={asked.id} class="flex flex-col gap-1">
            <label for={asked.id} class="font-semibold">{ asked.label }</label>
            <input ref={node.clone()} id={asked.id} type={asked.kind} required=true
                autocomplete={asked.autocomplete} aria-describedby={hint_id.clone()}
                maxlength="200"
                class="min-h-11 rounded-lg border border-edge-strong bg-surface px-3 py-2" />
            if let Some(hint) = asked.hint {
                <p id={hint_id} class="text-sm text-muted">{ hint }</p>
            }
        </div>
    }
}

/// What stands in the field; nothing in one that is not shown.
fn typed(field: &NodeRef) -> String {
    field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default()
}

fn credentials(purpose: Purpose, email: String, password: String, name: String) -> Credentials {
    match purpose {
        Purpose::SignIn => Credentials::SignIn { email, password },
        Purpose::SignUp => Credentials::SignUp { email, password, name: name.trim().to_owned() },
    }
}
