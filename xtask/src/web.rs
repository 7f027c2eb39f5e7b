//! Builds the page: Rust to wasm, wasm to a JavaScript module, and the bundle. Used by dev and
//! test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::backend;
use crate::page_config;
use crate::provide::{npm, stamp, wasm};
use crate::run::Run;

const PROFILE: &str = "web";
/// The calendar, a person's own bookings, the provider's desk.
const PROGRAMS: &[&str] = &["slotbook-web", "slotbook-bookings", "slotbook-desk"];
/// Folders beside the page's sources that contain results, and the builder of the bindings.
const NOT_SOURCES: &[&str] = &["node_modules", "dist", "bindgen"];

/// Builds what has changed. The npm packages must be installed already.
pub fn build(run: &Run) -> anyhow::Result<()> {
    let tool_chain = wasm::provide(run)?;
    run.steps.during("building the page's Rust for the browser", || {
        let mut cargo = tool_chain.cargo(run, "build");
        cargo.args(["--package", "slotbook-web", "--profile", PROFILE]);
        run.children.run_on_screen("cargo build for the browser", cargo)
    })?;
    backend::build_bindgen(run)?;
    for program in PROGRAMS {
        bind(run, program)?;
    }
    bundle(run, tool_chain)?;
    page_config::write_local(run)
}

/// Writes the bindings, only if the wasm or the builder of the bindings has changed.
fn bind(run: &Run, program: &str) -> anyhow::Result<()> {
    let bindgen = run.built("debug", "slotbook-bindgen");
    let wasm = wasm::built(run, PROFILE, program);
    let out = run.root.join("web/pkg");
    let done = out.join(format!("{}_bg.wasm", program.replace('-', "_"))).is_file();
    if_changed(run, &format!("bindgen-{program}"), done, &[bindgen.clone(), wasm.clone()], || {
        run.steps.during(&format!("writing the bindings of {program}"), || {
            let mut command = Command::new(&bindgen);
            command.arg(&wasm).arg(&out);
            run.children.run_in_log("slotbook-bindgen", command)
        })
    })
}

fn bundle(run: &Run, tool_chain: wasm::WasmToolChain) -> anyhow::Result<()> {
    let folder = run.root.join("web");
    let done = folder.join("dist/index.html").is_file();
    if_changed(run, "bundle", done, &sources(&folder)?, || {
        run.steps.during("bundling the page", || {
            run.children.run_in_log("vite build", npm::npm(&folder, &["run", "build"])?)
        })?;
        run.steps.during("weighing what a first visitor waits for", || {
            let mut scales = Command::new("node");
            scales.arg("weigh.js").arg(tool_chain.most_bytes().to_string()).current_dir(&folder);
            run.children.run_in_log("weigh.js", scales)
        })
    })
}

/// Does the work, unless its result exists and was made from exactly these files.
fn if_changed(
    run: &Run,
    name: &str,
    done: bool,
    files: &[PathBuf],
    work: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let wanted = stamp(&run.root, files.iter().map(PathBuf::as_path))?;
    let note = run.target.join("tools").join(format!("web-{name}.stamp"));
    if done && fs::read_to_string(&note).is_ok_and(|it| it == wanted) {
        return Ok(());
    }
    work()?;
    let place = note.parent().context("the stamps have a folder")?;
    fs::create_dir_all(place).with_context(|| format!("cannot make {}", place.display()))?;
    fs::write(&note, wanted).with_context(|| format!("cannot write {}", note.display()))
}

/// The files of the page's folder (html, css, configuration, lock) and those of its crates. Rust
/// sources count for the bundle too, because Tailwind reads the class names from them.
fn sources(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(folder, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry.context("cannot list a folder of the page")?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !NOT_SOURCES.contains(&name.as_ref()) {
            collect(&path, found)?;
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}
