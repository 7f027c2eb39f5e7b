//! The addresses of the emulators. Tests fail with instructions if they are not running.

/// The value of an environment variable that `cargo xtask test` sets.
///
/// # Panics
/// If it is not set.
#[expect(clippy::disallowed_methods, reason = "the tests' own settings, which xtask sets")]
pub fn emulator(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!(
            "{name} is not set: run `cargo xtask test integration`, which starts the emulators, or \
             start them with `cargo xtask emulators` and set the variables it prints"
        )
    })
}
