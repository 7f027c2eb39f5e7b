//! The harness of the integration tests.
//!
//! A [`TestApp`] is the real API and, where a test needs it, the real notifier, on the real
//! emulators. Each has a project of its own, which is a clean database for every test. People are
//! [`Consumer`]s and [`Provider`]s, whose methods are the verbs of the domain.

mod answer;
mod app;
mod broker;
mod condition;
mod consumer;
mod environment;
mod fake_mail_server;
mod firestore;
mod firestore_calls;
mod firestore_proxy;
mod inbox;
mod program;
mod provider;
mod raw;
mod tcp_proxy;

pub use answer::Answer;
pub use app::TestApp;
pub use broker::TopicObserver;
pub use condition::{eventually, within};
pub use consumer::Consumer;
pub use environment::emulator;
pub use fake_mail_server::{AcceptedMail, Encryption, FakeMailServer, MailServerBehaviour};
pub use firestore_calls::{ABORTED, CallFault, FirestoreCalls};
pub use firestore_proxy::FirestoreProxy;
pub use inbox::Mail;
pub use program::{Program, built};
pub use provider::{Provider, ServiceBuilder, day_ahead, instant};
pub use tcp_proxy::TcpProxy;
