//! `cargo xtask emulators`: the emulator suite and the inbox alone.

use crate::interruption::Interrupted;
use crate::ports;
use crate::run::Run;
use crate::stack::{self, Suite};

/// Runs them until it is interrupted.
pub fn run(run: &Run) -> anyhow::Result<()> {
    let _lock = run.alone()?;
    ports::all_free(ports::EMULATORS)?;
    let parts = stack::provide_suite(run)?;
    stack::start_suite(run, &parts, Suite::Stores)?;
    run.steps.say("ready; Ctrl-C ends it");
    println!("{ADDRESSES}");
    until_asked(run)
}

/// Waits for an interruption, which is the successful end of such a command.
pub fn until_asked(run: &Run) -> anyhow::Result<()> {
    match run.children.watch() {
        Err(reason) if reason.is::<Interrupted>() => {
            run.steps.say("ending everything that was started …");
            Ok(())
        }
        other => other,
    }
}

const ADDRESSES: &str = "
  export GOOGLE_CLOUD_PROJECT=demo-slotbook
  export FIRESTORE_EMULATOR_HOST=127.0.0.1:8080
  export PUBSUB_EMULATOR_HOST=127.0.0.1:8085
  export FIREBASE_AUTH_EMULATOR_HOST=127.0.0.1:9099
  export SMTP_URL=smtp://127.0.0.1:1025
  export SLOTBOOK_INBOX_URL=http://127.0.0.1:1080
";
