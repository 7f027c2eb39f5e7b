//! Building the backend's programs and the page's bindings builder. For dev, seed and test.

use crate::run::Run;

/// How the backend is compiled.
#[derive(Clone, Copy)]
pub enum Profile {
    /// Quick to build.
    Debug,
    /// Quick to run.
    Release,
}

impl Profile {
    /// The folder that cargo builds it in.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds what has changed. One command always names the same packages, because another choice of
/// packages is another choice of features, and cargo would build everything again.
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

/// Builds the program that writes the page's bindings; always unoptimised, it runs once a change.
pub fn build_bindgen(run: &Run) -> anyhow::Result<()> {
    run.steps.during("building the bindings' builder", || {
        let mut cargo = run.cargo();
        cargo.args(["build", "--package", "slotbook-bindgen"]);
        run.children.run_on_screen("cargo build of the bindings' builder", cargo)
    })
}
