//! Signing in and signing up, above whatever page one is on.

use super::button::{Button, Look};
use super::dialog::Dialog;
use super::notice::{Notice, Tone};
use super::spinner::SpinnerMark;
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
                <Field id="name" label="Your name" kind="text" autocomplete="name" node={name}
                    hint="The provider reads it in the notice of your booking." />
            }
            <Field id="email" label="E-mail address" kind="email" autocomplete="username"
                node={email} />
            if new_password {
                <Field id="new-password" label="Password" kind="password" least={6}
                    autocomplete="new-password" node={password} hint="At least 6 characters." />
            } else {
                <Field id="password" label="Password" kind="password"
                    autocomplete="current-password" node={password} />
            }
            if let Some(error) = &props.error {
                <Notice tone={Tone::Error}>{ error }</Notice>
            }
            <Button look={Look::Primary} submits=true disabled={props.is_busy}>
                if props.is_busy {
                    <SpinnerMark class="size-5" />
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

#[derive(Properties, PartialEq)]
struct FieldProps {
    id: AttrValue,
    label: AttrValue,
    kind: AttrValue,
    autocomplete: AttrValue,
    node: NodeRef,
    #[prop_or_default]
    least: Option<u8>,
    #[prop_or_default]
    hint: Option<AttrValue>,
}

#[component]
fn Field(props: &FieldProps) -> Html {
    let hint_id = props.hint.as_ref().map(|_| format!("{}-hint", props.id));
    html! {
        <div class="flex flex-col gap-1">
            <label for={&props.id} class="font-semibold">{ &props.label }</label>
            <input ref={props.node.clone()} id={&props.id} type={&props.kind} required=true
                autocomplete={&props.autocomplete} aria-describedby={hint_id.clone()}
                minlength={props.least.map(|least| least.to_string())} maxlength="200"
                class="min-h-11 rounded-lg border border-edge-strong bg-surface px-3 py-2" />
            if let Some(hint) = &props.hint {
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
        Purpose::SignUp => Credentials::SignUp { email, password, name },
    }
}
