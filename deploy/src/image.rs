//! The image: the three programs, the libraries they are linked with, and the certificates of the
//! public authorities, as an OCI layout. Written without a daemon, and the same twice.

mod layer;
mod layout;
mod libraries;

use std::path::{Path, PathBuf};

use anyhow::Context;

pub use layout::write;

/// The programs, by their names in the image and where they were built.
pub const PROGRAMS: [&str; 3] = ["slotbook-admin", "slotbook-api", "slotbook-notifier"];
/// Where distributions keep the certificates of the public authorities; the first is Debian's.
const CERTIFICATES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];
/// Nobody's user: the image has no root's programs to run.
const USER: &str = "65532:65532";
/// Where most HTTP clients look for the authorities.
const CERTIFICATES_PLACE: &str = "etc/ssl/certs/ca-certificates.crt";

/// Makes the image of the programs in `built` and hands back its digest.
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
