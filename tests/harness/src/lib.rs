//! Slotbook as its tests see it.
//!
//! A [`TestApp`] is the real API, and where wanted the real notifier, on the real emulators, in a
//! project of its own: a clean database for every test. People are [`Consumer`]s and [`Provider`]s
//! whose verbs are the domain's.

mod answer;
mod app;
mod broker;
mod condition;
mod consumer;
mod environment;
mod firestore;
mod inbox;
mod line;
mod post_office;
mod program;
mod provider;
mod wire;

pub use answer::Answer;
pub use app::TestApp;
pub use broker::Witness;
pub use condition::{eventually, within};
pub use consumer::Consumer;
pub use environment::emulator;
pub use inbox::Mail;
pub use line::Line;
pub use post_office::{Encryption, Mood, PostOffice, TakenMail};
pub use program::Program;
pub use provider::{Provider, ServiceBuilder, day_ahead, instant};
pub use wire::Wire;
