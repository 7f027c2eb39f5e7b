//! The rooms and who may import whom: the table of docs/architecture.md.

/// A folder of sources that keeps to itself.
pub struct Room {
    /// Where it lies; everything below belongs to it.
    pub folder: &'static str,
    /// What it may or may not take from its own crate.
    pub neighbours: Neighbours,
    /// Crates that it never names.
    pub foreign: &'static [&'static str],
    /// Words that it never uses.
    pub words: &'static [&'static str],
}

/// Rooms of the same crate.
pub enum Neighbours {
    /// These and nothing else.
    Only(&'static [&'static str]),
    /// Anything but these.
    Never(&'static [&'static str]),
}

use Neighbours::{Never, Only};

/// The backend and the page. The wire crate has no rooms: it has only what it never names.
pub const ROOMS: &[Room] = &[
    Room {
        folder: "contract/src/",
        neighbours: Never(&[]),
        foreign: &["slotbook", "slotbook_harness", "slotbook_web", "tokio", "axum", "firestore"],
        words: &[],
    },
    Room {
        folder: "backend/src/domain/",
        neighbours: Only(&["domain"]),
        foreign: &["serde", "serde_json", "tokio", "futures", "async_trait", "reqwest", "tracing"],
        words: &["async fn", "async move", ".await", "std::fs", "std::net", "std::env"],
    },
    Room {
        folder: "backend/src/app/",
        neighbours: Only(&["app", "domain", "clock"]),
        foreign: &["reqwest"],
        words: &[],
    },
    Room {
        folder: "backend/src/store/",
        neighbours: Only(&["store", "app", "domain", "clock"]),
        foreign: &[],
        words: &[],
    },
    Room {
        folder: "backend/src/http/",
        neighbours: Only(&["http", "app", "domain", "clock"]),
        foreign: &[],
        words: &[],
    },
    Room {
        folder: "backend/src/accounts/",
        neighbours: Only(&["accounts", "app", "domain"]),
        foreign: &[],
        words: &[],
    },
    Room {
        folder: "backend/src/events/",
        neighbours: Only(&["events", "app", "domain", "clock"]),
        foreign: &[],
        words: &[],
    },
    Room {
        folder: "backend/src/notify/",
        neighbours: Only(&["notify", "app", "domain", "events", "mail", "clock"]),
        foreign: &[],
        words: &[],
    },
    Room {
        folder: "backend/src/mail/",
        neighbours: Only(&["mail", "domain"]),
        foreign: &[],
        words: &[],
    },
    Room {
        folder: "web/src/state/",
        neighbours: Never(&["hooks", "firebase", "api", "components", "pages"]),
        foreign: &["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo"],
        words: &[],
    },
    Room {
        folder: "web/src/components/",
        neighbours: Never(&["hooks", "firebase", "api", "pages"]),
        foreign: &[],
        words: &[],
    },
    Room {
        folder: "web/src/pages/",
        neighbours: Never(&["firebase", "api"]),
        foreign: &[],
        words: &[],
    },
];

/// A crate that stands for a part of the outside, and the only folders that name it.
pub const OWNED: &[(&str, &[&str])] = &[
    ("firestore", &["backend/src/store/"]),
    ("gcloud_sdk", &["backend/src/store/", "backend/src/events/"]),
    ("google_cloud_pubsub", &["backend/src/events/"]),
    ("lettre", &["backend/src/mail/"]),
    ("axum", &["backend/src/http/", "backend/src/process.rs"]),
];
