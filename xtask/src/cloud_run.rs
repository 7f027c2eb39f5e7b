//! Answers the one request that the Hosting emulator sends to the Cloud Run API, for the address of
//! a service, so that its rewrite of `/api/**` reaches the local API.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

use anyhow::Context;

/// Starts the server on a free port, for as long as xtask runs, and returns its address.
pub fn answer_with(service: &str) -> anyhow::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .context("cannot open a port for the look-up of Cloud Run services")?;
    let address = listener.local_addr().context("the look-up has no address")?;
    let body = format!(r#"{{"status":{{"url":"{service}"}}}}"#);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that disconnected will ask again.
            let _ = answer(stream, &body);
        }
    });
    Ok(format!("http://{address}"))
}

fn answer(mut stream: TcpStream, body: &str) -> std::io::Result<()> {
    let request = BufReader::new(stream.try_clone()?);
    request.lines().map_while(Result::ok).find(String::is_empty);
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_service_is_at_the_address() {
        let address = answer_with("http://127.0.0.1:8090").unwrap();
        let url = format!("{address}/v1/projects/p/locations/r/services/s");
        let text = ureq::get(&url).call().unwrap().body_mut().read_to_string().unwrap();
        assert_eq!(text, r#"{"status":{"url":"http://127.0.0.1:8090"}}"#);
    }
}
