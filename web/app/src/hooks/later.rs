//! Doing something later, when somebody can see it.

use gloo::events::EventListener;
use gloo::timers::future::sleep;
use js_sys::Promise;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Something that is going to be done, unless this is dropped before.
pub struct Later {
    is_wanted: Rc<Cell<bool>>,
}

impl Drop for Later {
    fn drop(&mut self) {
        self.is_wanted.set(false);
    }
}

/// Does something after a while, and then not before the page can be seen.
pub fn later(wait: Duration, what: impl FnOnce() + 'static) -> Later {
    let is_wanted = Rc::new(Cell::new(true));
    spawn_local(in_time(wait, is_wanted.clone(), Box::new(what)));
    Later { is_wanted }
}

async fn in_time(wait: Duration, is_wanted: Rc<Cell<bool>>, what: Box<dyn FnOnce()>) {
    sleep(wait).await;
    let document = gloo::utils::document();
    while document.hidden() && is_wanted.get() {
        let mut listener = None;
        let change = Promise::new(&mut |resolve, _| {
            let tell = move |_: &_| drop(resolve.call0(&JsValue::NULL));
            listener = Some(EventListener::once(&document, "visibilitychange", tell));
        });
        // It is never rejected.
        let _ = JsFuture::from(change).await;
        drop(listener);
    }
    if is_wanted.get() {
        what();
    }
}
