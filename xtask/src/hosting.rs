//! The local copy of firebase.json: the same headers, with the emulators added to the addresses
//! that the page may connect to. Written at every start, never committed.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;

use crate::run::Run;

const LOCAL: &str = "firebase.local.json";

/// The additional sources that the local page needs, by directive.
const ADDITIONS: &[(&str, &str)] = &[
    ("connect-src", "http://127.0.0.1:9099 http://127.0.0.1:8080"),
    ("frame-src", "http://127.0.0.1:9099"),
];

/// Writes the copy and returns its path.
pub fn write_local(run: &Run) -> anyhow::Result<PathBuf> {
    let text = fs::read_to_string(run.root.join("firebase.json")).context("no firebase.json")?;
    let mut configuration = serde_json::from_str(&text).context("firebase.json is not JSON")?;
    add_emulators(&mut configuration);
    let path = run.root.join(LOCAL);
    fs::write(&path, format!("{configuration:#}\n"))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

fn add_emulators(configuration: &mut Value) {
    let groups = configuration.pointer_mut("/hosting/headers").and_then(Value::as_array_mut);
    let headers = groups
        .into_iter()
        .flatten()
        .filter_map(|group| group.get_mut("headers")?.as_array_mut())
        .flatten()
        .filter(|header| header["key"] == "Content-Security-Policy");
    for header in headers {
        header["value"] = Value::from(widen(header["value"].as_str().unwrap_or_default()));
    }
}

fn widen(policy: &str) -> String {
    let directive = |text: &str| {
        let name = text.split_whitespace().next().unwrap_or_default();
        match ADDITIONS.iter().find(|(it, _)| *it == name) {
            Some((_, sources)) => format!("{text} {sources}"),
            None => text.to_owned(),
        }
    };
    policy.split(';').map(str::trim).map(directive).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_emulators_are_added_and_nothing_else_changes() {
        let wide = widen("default-src 'none'; connect-src 'self'; frame-src 'self'");
        assert_eq!(
            wide,
            "default-src 'none'; connect-src 'self' http://127.0.0.1:9099 http://127.0.0.1:8080; \
             frame-src 'self' http://127.0.0.1:9099"
        );
    }

    #[test]
    fn the_policy_of_the_real_configuration_is_found() {
        let text = include_str!("../../firebase.json");
        let mut configuration: Value = serde_json::from_str(text).unwrap();
        add_emulators(&mut configuration);
        assert!(configuration.to_string().contains("connect-src 'self' https://"), "no policy");
        assert!(configuration.to_string().contains("http://127.0.0.1:9099"), "not widened");
    }
}
