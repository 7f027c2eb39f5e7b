//! The links in the header.

use slotbook_state::session::{Role, Session};
use yew::prelude::*;
use yew_router::prelude::*;

/// How the link to the first page looks.
pub const HOME: &str = "flex items-center gap-2 text-lg font-extrabold tracking-tight";

/// The app's name and its mark, for the link to the first page.
pub fn app_name() -> Html {
    html! {
        <>
            <img src="/favicon.svg" alt="" width="28" height="28" />
            { "Slotbook" }
        </>
    }
}

/// Properties of [`NavLink`].
#[derive(Properties, PartialEq)]
pub struct NavLinkProps<R: Routable + 'static> {
    /// Where it leads.
    pub to: R,
    /// Its text.
    pub children: Html,
}

const SHAPE: &str = "inline-flex min-h-11 items-center border-b-3 px-2 text-sm font-semibold \
    whitespace-nowrap";
const HERE: &str = "border-brand text-ink";
const ELSEWHERE: &str = "border-transparent text-muted hover:border-edge-strong hover:text-ink \
    forced-colors:border-[Canvas]";

/// A link to a page of this app, which says so when one is there.
#[component]
pub fn NavLink<R: Routable + 'static>(props: &NavLinkProps<R>) -> Html {
    let is_here = use_route::<R>().as_ref() == Some(&props.to);
    let class = classes!(SHAPE, if is_here { HERE } else { ELSEWHERE });
    html! {
        <li aria-current={is_here.then_some("page")}>
            <Link<R> to={props.to.clone()} classes={class}>{ props.children.clone() }</Link<R>>
        </li>
    }
}

/// A link out of this app, to a page that is loaded anew.
pub fn outward(address: &'static str, name: &'static str) -> Html {
    html! {
        <li><a href={address} class={classes!(SHAPE, ELSEWHERE)}>{ name }</a></li>
    }
}

/// The page that one is on, in a program that has no other.
pub fn here(address: &'static str, name: &'static str) -> Html {
    html! {
        <li aria-current="page">
            <a href={address} class={classes!(SHAPE, HERE)}>{ name }</a>
        </li>
    }
}

/// The link to the desk, for people who have one.
pub fn to_the_desk(session: &Session) -> Html {
    html! {
        if session.account().is_some_and(|account| account.role == Role::Provider) {
            { outward("/desk", "Your desk") }
        }
    }
}
