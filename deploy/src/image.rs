//! The image: the three programs, the libraries they are linked with, and the certificates of the
//! public authorities, as an OCI layout. It is written without a daemon, and the same input makes
//! the same bytes.

mod layer;
mod layout;
mod libraries;

use std::path::{Path, PathBuf};

use anyhow::Context;

pub use layout::write;

/// The programs, by their names both in the image and in the build folder.
pub const PROGRAMS: [&str; 3] = ["slotbook-admin", "slotbook-api", "slotbook-notifier"];
/// Where distributions keep the certificates of the public authorities. Debian's path is the first.
const CERTIFICATES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];
/// The user `nobody`: the programs need no root.
const USER: &str = "65532:65532";
/// The path at which most HTTP clients look for the authorities.
const CERTIFICATES_PLACE: &str = "etc/ssl/certs/ca-certificates.crt";

/// Makes the image of the programs in `built`, and returns its digest.
///
/// # Errors
/// If a program is missing or the layout cannot be written.
pub fn make(built: &Path, layout: &Path) -> anyhow::Result<String> {
    let programs = PROGRAMS.map(|name| (format!("usr/bin/{name}"), built.join(name)));
    let paths: Vec<PathBuf> = programs.iter().map(|(_, path)| path.clone()).collect();
    let mut files = libraries::of(&paths)?;
    files.push((CERTIFICATES_PLACE.to_owned(), certificates()?));
    files.extend(programs);
    write(layout, &layer::of(files)?, USER)
}

fn certificates() -> anyhow::Result<PathBuf> {
    let places = CERTIFICATES.map(PathBuf::from);
    let found = places.into_iter().find(|it| it.is_file());
    found.context("no certificates of public authorities here: install ca-certificates")
}
