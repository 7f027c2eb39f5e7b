//! `slotbook-bindgen WASM OUT_DIR` writes the JavaScript module that loads the page's wasm, and the
//! wasm made to fit it. The library of `wasm-bindgen`'s own command, so that nothing has to be
//! installed and the version is always the one that the page was compiled with.

use std::env;
use std::path::PathBuf;

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
        .out_name("slotbook_web")
        .web(true)?
        .typescript(false)
        .generate(&folder)
        .with_context(|| format!("cannot write the bindings of {}", wasm.display()))
}
