//! `slotbook-bindgen WASM OUT_DIR` writes the JavaScript module that loads the page's wasm, and the
//! wasm made to fit it. The library of `wasm-bindgen`'s own command, so that nothing has to be
//! installed and the version is always the one that the page was compiled with.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(wasm), Some(folder), None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        bail!("usage: slotbook-bindgen WASM OUT_DIR");
    };
    Bindgen::new()
        .input_path(&wasm)
        .out_name(&name(&wasm)?)
        .web(true)?
        .typescript(false)
        // Names of functions are a quarter of what a visitor would download, and serve nobody there.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&folder)
        .with_context(|| format!("cannot write the bindings of {}", wasm.display()))?;
    leave_to_the_page(&folder)
}

/// As Rust would write it: `slotbook-web.wasm` gives `slotbook_web.js` and `slotbook_web_bg.wasm`.
fn name(wasm: &Path) -> anyhow::Result<String> {
    let stem = wasm.file_stem().and_then(OsStr::to_str).context("the wasm has no name")?;
    Ok(stem.replace('-', "_"))
}

/// The library repeats the page's npm dependencies in a package.json of the bindings' own, which
/// would hide the page's `imports` from them.
fn leave_to_the_page(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_file(folder.join("package.json")) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).context("cannot remove the bindings' package.json")
        }
        _ => Ok(()),
    }
}
