//! Builds the backend's programs and the builder of the page's bindings. Used by dev, seed and
//! test.

use crate::run::Run;

/// How the backend is compiled.
#[derive(Clone, Copy)]
pub enum Profile {
    /// Unoptimised, which compiles faster.
    Debug,
    /// Optimised, which runs faster.
    Release,
}

impl Profile {
    /// The folder of this profile below cargo's target folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds what has changed. The same packages are always built by one command, because another set
/// of packages has another set of features, and cargo would build everything again.
pub fn build(run: &Run, profile: Profile) -> anyhow::Result<()> {
    run.steps.during("building the backend", || {
        let mut cargo = run.cargo();
        cargo.args(["build", "--package", "slotbook-server", "--package", "slotbook-seed"]);
        if matches!(profile, Profile::Release) {
            cargo.arg("--release");
        }
        run.children.run_on_screen("cargo build of the backend", cargo)
    })
}

/// Builds the program that writes the page's bindings; always unoptimised, because it runs only
/// once for each change.
pub fn build_bindgen(run: &Run) -> anyhow::Result<()> {
    run.steps.during("building the bindings' builder", || {
        let mut cargo = run.cargo();
        cargo.args(["build", "--package", "slotbook-bindgen"]);
        run.children.run_on_screen("cargo build of the bindings' builder", cargo)
    })
}
