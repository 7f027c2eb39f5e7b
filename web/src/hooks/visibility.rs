//! Whether somebody can see the page.

use gloo::events::EventListener;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Waits until the page can be seen; not at all if it can be now.
pub async fn until_visible() {
    let document = gloo::utils::document();
    while document.hidden() {
        let mut listener = None;
        let change = Promise::new(&mut |resolve, _| {
            let tell = move |_: &_| drop(resolve.call0(&JsValue::NULL));
            listener = Some(EventListener::once(&document, "visibilitychange", tell));
        });
        // It is never rejected.
        let _ = JsFuture::from(change).await;
        drop(listener);
    }
}
