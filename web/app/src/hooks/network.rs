//! Whether there is a network, as the browser says it: at once, where a listener would notice much
//! later.

use gloo::events::EventListener;
use yew::prelude::*;

/// Whether the network is gone.
#[hook]
pub fn use_offline() -> bool {
    let is_offline = use_state_eq(|| false);
    use_effect_with(is_offline.setter(), |is_offline| {
        let is_offline = is_offline.clone();
        let listeners = network_listeners(move |up| is_offline.set(!up));
        move || drop(listeners)
    });
    *is_offline
}

/// Reports whether there is a network whenever that changes, for as long as the listeners live.
pub fn network_listeners(tell: impl Fn(bool) + Clone + 'static) -> [EventListener; 2] {
    let window = gloo::utils::window();
    let told = tell.clone();
    [
        EventListener::new(&window, "online", move |_| told(true)),
        EventListener::new(&window, "offline", move |_| tell(false)),
    ]
}
