//! The tool chain for the page. Debian's packages are preferred if they are installed, because the
//! page is smaller when the standard library is built from source. Otherwise rustup's target is
//! used if it is installed or can be added; otherwise Debian's packages are installed.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::bail;

use super::{debian, program};
use crate::run::{Run, forget_outer_cargo};

const TARGET: &str = "wasm32-unknown-unknown";
const LINKER: &str = "wasm-ld-19";
const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_CLIPPY: &str = "/usr/bin/cargo-clippy";
/// With a standard library compiled for size and without panic messages, the page is a tenth
/// smaller.
const SMALLER_LIBRARY: [&str; 2] = ["-Z", "build-std-features=optimize_for_size"];
const ABORT_ON_PANIC: &str = "target.wasm32-unknown-unknown.rustflags=\
    ['-Zunstable-options', '-Cpanic=immediate-abort']";
/// Without a network, rustup would retry for minutes.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// A tool chain that compiles for the browser.
#[derive(Clone, Copy)]
pub enum WasmToolChain {
    /// The tool chain that builds everything else.
    Own,
    /// Debian's, whose standard library is built from source.
    Debian,
}

/// Finds or installs a tool chain.
pub fn provide(run: &Run) -> anyhow::Result<WasmToolChain> {
    if debian_is_complete() {
        return Ok(WasmToolChain::Debian);
    }
    if own_has_target() {
        return Ok(WasmToolChain::Own);
    }
    if program("rustup").is_some() && add_target(run)? {
        return Ok(WasmToolChain::Own);
    }
    if debian::can_install() {
        debian::install(run, PACKAGES)?;
        if debian_is_complete() {
            return Ok(WasmToolChain::Debian);
        }
    }
    bail!(
        "Rust cannot compile for {TARGET} here: run `rustup target add {TARGET}`, \
         or on Debian `apt-get install {}` as root",
        PACKAGES.join(" ")
    )
}

/// Finds or installs a tool chain that has clippy; `None` if there is none.
pub fn provide_clippy(run: &Run) -> anyhow::Result<Option<WasmToolChain>> {
    let tool_chain = provide(run)?;
    if matches!(tool_chain, WasmToolChain::Debian) && !Path::new(DEBIAN_CLIPPY).is_file() {
        if !debian::can_install() {
            return Ok(None);
        }
        debian::install(run, &["rust-web-clippy"])?;
    }
    Ok(Some(tool_chain))
}

impl WasmToolChain {
    /// Cargo with a subcommand, set up for the browser.
    pub fn cargo(self, run: &Run, subcommand: &str) -> Command {
        let mut command = match (self, subcommand) {
            (Self::Own, _) => run.cargo(),
            // For clippy, Debian's cargo would look into the user's own tool chain first.
            (Self::Debian, "clippy") => debian(run, DEBIAN_CLIPPY),
            (Self::Debian, _) => debian(run, DEBIAN_CARGO),
        };
        command.arg(subcommand);
        if matches!(self, Self::Debian) {
            command.args(["-Z", "build-std=std,panic_abort"]);
            if subcommand == "build" {
                command.args(SMALLER_LIBRARY).args(["--config", ABORT_ON_PANIC]);
            }
        }
        command.args(["--target", TARGET, "--target-dir"]).arg(folder(run));
        command
    }

    /// The limit of bytes that a first visitor has to download (`web/weigh.js`): the size that was
    /// achieved, plus a few percent. Read docs/decisions/page-start.md before raising it.
    pub fn most_bytes(self) -> u32 {
        match self {
            Self::Own => 252_000,
            Self::Debian => 229_000,
        }
    }
}

/// The target folder, separate from the others because the compiler may be another one.
pub fn folder(run: &Run) -> PathBuf {
    run.target.join("wasm")
}

/// The path of one of the page's programs.
pub fn built(run: &Run, profile: &str, program: &str) -> PathBuf {
    folder(run).join(TARGET).join(profile).join(program).with_extension("wasm")
}

/// Debian's compiler is a stable release; this lets it build the standard library from source,
/// which is an unstable feature.
fn debian(run: &Run, program: &str) -> Command {
    let mut command = Command::new(program);
    forget_outer_cargo(&mut command);
    for name in ["RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "RUSTUP_HOME"] {
        command.env_remove(name);
    }
    command
        .current_dir(&run.root)
        .env("PATH", "/usr/bin:/bin")
        .env("CARGO", DEBIAN_CARGO)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", LINKER);
    command
}

fn own_has_target() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    sysroot(Path::new(&rustc)).is_some_and(|it| it.join("lib/rustlib").join(TARGET).is_dir())
}

fn debian_is_complete() -> bool {
    let programs = ["cargo", LINKER].map(|it| Path::new("/usr/bin").join(it));
    programs.iter().all(|it| it.is_file())
        && sysroot(Path::new("/usr/bin/rustc"))
            .is_some_and(|it| it.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file())
}

fn sysroot(rustc: &Path) -> Option<PathBuf> {
    let mut command = Command::new(rustc);
    forget_outer_cargo(&mut command);
    let answer = command.args(["--print", "sysroot"]).output().ok()?;
    Some(PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim()))
}

fn add_target(run: &Run) -> anyhow::Result<bool> {
    run.steps.say(format!("adding the target {TARGET} with rustup …"));
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]);
    if let Err(error) = run.children.run_in_log_for(TIME_LIMIT, "rustup target add", rustup) {
        run.children.interruption.check()?;
        run.steps.say(format!("rustup could not: {error:#}"));
    }
    Ok(own_has_target())
}
