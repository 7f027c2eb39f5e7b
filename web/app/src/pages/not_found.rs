//! Nothing is at this address.

use crate::hooks::use_title;
use yew::prelude::*;

/// Leads back to the services.
#[component]
pub fn NotFoundPage() -> Html {
    use_title("Not found");
    html! {
        <div class="mx-auto flex max-w-md flex-col items-center gap-4 py-16 text-center">
            <h1 class="text-2xl font-bold">{ "There is nothing here" }</h1>
            <p class="text-muted">
                { "The address may be mistyped, or the service is not offered any more." }
            </p>
            // A plain link, because the desk shows this page too and the services are not its own.
            <a href="/" class="link">{ "See all services" }</a>
        </div>
    }
}
