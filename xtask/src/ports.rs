//! Checks that the ports are free, and names the program that uses one that is not. For the
//! commands that start servers.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use anyhow::bail;

/// A port and its purpose.
pub type Port = (u16, &'static str);

/// The ports of the emulator suite without Hosting, and of the inbox.
pub const EMULATORS: &[Port] = &[
    (9099, "the auth emulator"),
    (8080, "the Firestore emulator"),
    (8085, "the Pub/Sub emulator"),
    (1025, "the inbox (SMTP)"),
    (1080, "the inbox (web)"),
    (4400, "the emulator suite's hub"),
    (4500, "the emulator suite's log"),
    (9150, "the Firestore emulator's websocket"),
];

/// The additional ports of the whole stack.
pub const PAGE_AND_SERVERS: &[Port] = &[
    (5000, "the page (Firebase Hosting)"),
    (8090, "the API"),
    (8091, "the notifier"),
    (8092, "the API's operations"),
];

/// Fails with the first port in use, if there is one.
pub fn all_free(ports: &[Port]) -> anyhow::Result<()> {
    for (port, purpose) in ports {
        if TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok() {
            continue;
        }
        let holder = holder(*port).unwrap_or_else(|| "another program".to_owned());
        bail!(
            "port {port}, which is for {purpose}, is in use by {holder}: end that program and try again"
        );
    }
    Ok(())
}

/// The program that listens on the port, if the system shows it.
fn holder(port: u16) -> Option<String> {
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|it| fs::read_to_string(it).ok())
        .flat_map(|table| listening_sockets(&table, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    let process = fs::read_dir("/proc").ok()?.flatten().find(|it| holds(&it.path(), &sockets))?;
    let id = process.file_name().to_string_lossy().into_owned();
    let words = fs::read(process.path().join("cmdline")).ok()?;
    let words = String::from_utf8_lossy(&words).replace('\0', " ");
    let shown: String = words.trim().chars().take(80).collect();
    Some(format!("process {id} ({shown})"))
}

/// The socket numbers in a table of /proc/net that listen on the port.
fn listening_sockets(table: &str, port: u16) -> Vec<String> {
    const LISTENING: &str = "0A";
    let suffix = format!(":{port:04X}");
    table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|fields| fields.len() > 9)
        .filter(|fields| fields[1].ends_with(&suffix) && fields[3] == LISTENING)
        .map(|fields| fields[9].to_owned())
        .collect()
}

fn holds(process: &Path, sockets: &[String]) -> bool {
    let files = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
    files
        .filter_map(|it| fs::read_link(it.path()).ok())
        .any(|link| sockets.iter().any(|socket| link.as_os_str() == socket.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_named_with_its_purpose() {
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let error = all_free(&[(port, "the test")]).unwrap_err().to_string();
        assert!(error.contains(&format!("port {port}, which is for the test")), "{error}");
    }

    #[test]
    fn only_listening_sockets_of_the_port_count() {
        let table = "sl local rem st tx tr re uid to inode\n\
             0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 111 1\n\
             1: 0100007F:1F90 0100007F:9999 01 0:0 0:0 0 0 0 222 1\n\
             2: 0100007F:1F91 00000000:0000 0A 0:0 0:0 0 0 0 333 1\n";
        assert_eq!(listening_sockets(table, 8080), ["111"]);
    }
}
