//! The frame of every page: the header, who is signed in, and the sign-in dialog.

use crate::components::{SignInDialog, SignInOutcome, site_header};
use crate::hooks::{SessionHandle, use_arrival, use_session};
use slotbook_calendar::{Button, Tone, notice};
use slotbook_state::session::Session;
use yew::prelude::*;

/// Properties of [`Frame`].
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// The app's name, a link to its first page.
    pub home: Html,
    /// The ways to the other pages.
    pub links: Html,
    /// The path of the page; with another one another page is shown.
    pub path: AttrValue,
    /// The page.
    pub children: Html,
}

/// A page with its frame; must be inside a session provider.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let session = use_session();
    use_arrival(&props.path);
    let on_sign_in = use_callback(session.clone(), |(), session| session.ask());
    let on_sign_out = use_callback(session.clone(), |(), session| session.sign_out());
    html! {
        <>
            <a href="#main" class="skip">{ "Skip to the content" }</a>
            { site_header(
                props.home.clone(),
                props.links.clone(),
                session.state.session(),
                on_sign_in,
                on_sign_out,
            ) }
            <main id="main" tabindex="-1" class="mx-auto max-w-6xl px-2 py-6 outline-none sm:px-6
                print:p-0">
                { farewell(&session) }
                { props.children.clone() }
            </main>
            <SignIn />
        </>
    }
}

/// Tells who was signed out from elsewhere, or whom the browser does not remember, so that they do
/// not wonder where their page went.
fn farewell(session: &SessionHandle) -> Html {
    let (ask, acknowledge) = (session.clone(), session.clone());
    let sentence = if session.state.was_ended_elsewhere() {
        Some("You have been signed out, perhaps in another tab.")
    } else if *session.state.session() == Session::Unreadable {
        Some("Your browser does not let us read whether you are signed in.")
    } else {
        None
    };
    let message = html! {
        <>
            <p>{ sentence }</p>
            <div class="mt-3 flex flex-wrap gap-2">
                <Button on_press={Callback::from(move |()| ask.ask())}>{ "Sign in again" }</Button>
                <Button on_press={Callback::from(move |()| acknowledge.acknowledge())}>
                    { "Dismiss" }
                </Button>
            </div>
        </>
    };
    html! {
        <div role="status" class="mb-6 empty:hidden print:hidden">
            if sentence.is_some() {
                { notice(Tone::Warning, message) }
            }
        </div>
    }
}

#[component]
fn SignIn() -> Html {
    let session = use_session();
    let on_close = use_callback(session.clone(), |(), session| session.turn_away());
    let on_submit = use_callback(session.clone(), |typed, session| session.submit(typed));
    let on_reset = use_callback(session.clone(), |email, session| session.reset(email));
    let outcome = SignInOutcome {
        error: session.state.error().map(AttrValue::from),
        has_sent_reset: session.state.has_sent_reset(),
    };
    let reason = session.state.reason().map(AttrValue::from);
    html! {
        <SignInDialog is_open={session.state.shows_dialog()} is_busy={session.state.is_busy()}
            is_at_google={session.state.is_at_google()} {reason} {outcome}
            {on_submit} {on_reset} {on_close} />
    }
}
