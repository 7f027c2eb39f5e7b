//! Signing in and signing up, above whatever page one is on.

use slotbook_calendar::{Button, ButtonStyle, Dialog, Tone, notice, spinner_mark};
use slotbook_state::session::Credentials;
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::prelude::*;

/// What a person is here for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    SignIn,
    SignUp,
    Reset,
}

impl Purpose {
    fn title(self) -> &'static str {
        match self {
            Self::SignIn => "Sign in",
            Self::SignUp => "Create account",
            Self::Reset => "Set a new password",
        }
    }

    fn button_text(self) -> &'static str {
        match self {
            Self::SignIn | Self::SignUp => self.title(),
            Self::Reset => "Send me a link",
        }
    }

    fn others(self) -> &'static [(&'static str, Self)] {
        match self {
            Self::SignIn => &[
                ("New here? Create an account", Self::SignUp),
                ("Forgotten your password?", Self::Reset),
            ],
            Self::SignUp => &[("Have an account? Sign in", Self::SignIn)],
            Self::Reset => &[("Back to signing in", Self::SignIn)],
        }
    }
}

/// The outcome of the last submission.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SignInOutcome {
    /// The error.
    pub error: Option<AttrValue>,
    /// Whether a mail with a way to a new password was asked for.
    pub has_sent_reset: bool,
}

/// Properties of [`SignInDialog`].
#[derive(Properties, PartialEq)]
pub struct SignInDialogProps {
    /// Whether it is shown.
    pub is_open: bool,
    /// Whether a request is in progress.
    pub is_busy: bool,
    /// Whether Google's window is open.
    pub is_at_google: bool,
    /// Why they are asked, where that is not plain.
    pub reason: Option<AttrValue>,
    /// What became of the last try.
    pub outcome: SignInOutcome,
    /// Called when the form is sent.
    pub on_submit: Callback<Credentials>,
    /// Called with the address of a person who has forgotten their password.
    pub on_reset: Callback<String>,
    /// Called when it is to be closed.
    pub on_close: Callback<()>,
}

/// Asks for e-mail address and password, and for a name when the account is new; or for Google's
/// word.
#[component]
pub fn SignInDialog(props: &SignInDialogProps) -> Html {
    html! {
        <Dialog is_open={props.is_open} labelled_by="sign-in-title" is_busy={props.is_busy}
            on_close={props.on_close.clone()}>
            <Form is_busy={props.is_busy} is_at_google={props.is_at_google} reason={props.reason.clone()} outcome={props.outcome.clone()}
                on_submit={props.on_submit.clone()} on_reset={props.on_reset.clone()}
                on_close={props.on_close.clone()} />
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    is_busy: bool,
    is_at_google: bool,
    reason: Option<AttrValue>,
    outcome: SignInOutcome,
    on_submit: Callback<Credentials>,
    on_reset: Callback<String>,
    on_close: Callback<()>,
}

/// The form lives only while the dialog is open, so that no password outlives it.
#[component]
fn Form(props: &FormProps) -> Html {
    let purpose = use_state(|| Purpose::SignIn);
    // The message of the last attempt belongs to the purpose of that attempt.
    let tried = use_state_eq(|| None::<Purpose>);
    let (email, password, name) = (use_node_ref(), use_node_ref(), use_node_ref());
    let onsubmit = {
        let (email, password, name) = (email.clone(), password.clone(), name.clone());
        let (purpose, tried) = (*purpose, tried.clone());
        let (on_submit, on_reset) = (props.on_submit.clone(), props.on_reset.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(Some(purpose));
            let (email, password) = (typed(&email), typed(&password));
            match purpose {
                Purpose::SignIn => on_submit.emit(Credentials::SignIn { email, password }),
                Purpose::SignUp => {
                    let name = typed(&name).trim().to_owned();
                    on_submit.emit(Credentials::SignUp { email, password, name });
                }
                Purpose::Reset => on_reset.emit(email),
            }
        })
    };
    let with_google = {
        let (purpose, tried) = (*purpose, tried.clone());
        props.on_submit.reform(move |()| {
            tried.set(Some(purpose));
            Credentials::Google
        })
    };
    let is_new = *purpose == Purpose::SignUp;
    use_focus_on_first_field(*purpose, if is_new { &name } else { &email });
    let outcome = if *tried == Some(*purpose) { &props.outcome } else { &SignInOutcome::default() };
    html! {
        <form {onsubmit} class="flex flex-col gap-4">
            <h2 id="sign-in-title" class="text-xl font-bold">{ purpose.title() }</h2>
            if let Some(reason) = &props.reason {
                <p>{ reason }</p>
            }
            if is_new {
                { field(&NAME, &name, true) }
            }
            { field(&EMAIL, &email, !is_new) }
            if *purpose != Purpose::Reset {
                { field(if is_new { &NEW_PASSWORD } else { &PASSWORD }, &password, false) }
            }
            { outcome_message(outcome, props.is_at_google) }
            <Button style={ButtonStyle::Primary} submits=true disabled={props.is_busy}>
                if props.is_busy {
                    { spinner_mark("size-5") }
                }
                { purpose.button_text() }
            </Button>
            if *purpose != Purpose::Reset {
                <Button disabled={props.is_busy} on_press={with_google}>
                    { "Continue with Google" }
                </Button>
            }
            { others(*purpose, props, &purpose.setter()) }
        </form>
    }
}

/// The first field has the focus when the form appears (by `autofocus`, which the dialog respects)
/// and when it asks for something else: the button that was pressed for that is gone.
#[hook]
fn use_focus_on_first_field(purpose: Purpose, first: &NodeRef) {
    let first = first.clone();
    let last = use_mut_ref(|| purpose);
    use_effect_with(purpose, move |purpose| {
        let field = first.cast::<HtmlInputElement>();
        if let Some(field) = field.filter(|_| last.replace(*purpose) != *purpose) {
            // It fails for what cannot have the focus, and fields can.
            let _ = field.focus();
        }
    });
}

fn outcome_message(outcome: &SignInOutcome, is_at_google: bool) -> Html {
    html! {
        <>
            if let Some(error) = &outcome.error {
                { notice(Tone::Error, error.clone().into()) }
            }
            <div role="status" class="empty:hidden">
            if is_at_google {
                <p>{ "Go on in Google's window, or sign in another way." }</p>
            }
            if outcome.has_sent_reset {
                { notice(Tone::Success, "If there is an account with this address, a mail with a \
                    link is on its way to it. Follow the link, then sign in.".into()) }
            }
            </div>
        </>
    }
}

fn others(purpose: Purpose, props: &FormProps, change: &UseStateSetter<Purpose>) -> Html {
    let to = |(text, other): (&'static str, Purpose)| {
        let change = change.clone();
        html! {
            <Button key={text} style={ButtonStyle::Quiet} disabled={props.is_busy}
                on_press={Callback::from(move |()| change.set(other))}
                class="-ml-4 self-start text-sm underline">
                { text }
            </Button>
        }
    };
    html! {
        <div class="flex flex-wrap items-end justify-between gap-x-2">
            <div class="flex flex-col">{ for purpose.others().iter().copied().map(to) }</div>
            <Button style={ButtonStyle::Quiet} disabled={props.is_busy} on_press={props.on_close.clone()}
                class="-mr-4 ml-auto text-sm">
                { "Cancel" }
            </Button>
        </div>
    }
}

/// A field of the form, in words.
struct FieldSpec {
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    hint: Option<&'static str>,
}

const NAME: FieldSpec = FieldSpec {
    id: "name",
    label: "Your name",
    kind: "text",
    autocomplete: "name",
    hint: Some("The provider reads it in the notice of your booking."),
};
const EMAIL: FieldSpec = FieldSpec {
    id: "email",
    label: "E-mail address",
    kind: "email",
    autocomplete: "username",
    hint: None,
};
const PASSWORD: FieldSpec = FieldSpec {
    id: "password",
    label: "Password",
    kind: "password",
    autocomplete: "current-password",
    hint: None,
};
const NEW_PASSWORD: FieldSpec = FieldSpec {
    id: "new-password",
    autocomplete: "new-password",
    hint: Some("At least 6 characters."),
    ..PASSWORD
};

fn field(spec: &FieldSpec, node: &NodeRef, is_first: bool) -> Html {
    let hint_id = spec.hint.map(|_| format!("{}-hint", spec.id));
    html! {
        <div key={spec.id} class="flex flex-col gap-1">
            <label for={spec.id} class="font-semibold">{ spec.label }</label>
            <input ref={node.clone()} id={spec.id} type={spec.kind} required=true
                autocomplete={spec.autocomplete} aria-describedby={hint_id.clone()}
                maxlength="200" autofocus={is_first}
                class="min-h-11 rounded-lg border border-edge-strong bg-surface px-3 py-2" />
            if let Some(hint) = spec.hint {
                <p id={hint_id} class="text-sm text-muted">{ hint }</p>
            }
        </div>
    }
}

/// The value of a field; empty if the field is not shown.
fn typed(field: &NodeRef) -> String {
    field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default()
}
