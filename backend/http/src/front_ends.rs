//! The front ends between callers and the API. The caller's address is the last one in
//! `x-forwarded-for` that does not belong to a front end.

use axum::extract::{ConnectInfo, Request};
use ipnet::{IpNet, Ipv6Net};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

/// Google's own networks, in which its front ends are: those of
/// <https://www.gstatic.com/ipranges/goog.json> without those of
/// <https://www.gstatic.com/ipranges/cloud.json>, which customers can rent addresses of. (A
/// customer could put any address before their own.)
const GOOGLE: [&str; 24] = [
    "35.190.247.0/24",
    "35.191.0.0/16",
    "64.233.160.0/19",
    "66.102.0.0/20",
    "72.14.192.0/18",
    "74.125.0.0/16",
    "108.177.0.0/17",
    "130.211.0.0/22",
    "142.250.0.0/15",
    "172.217.0.0/16",
    "172.253.0.0/16",
    "173.194.0.0/16",
    "192.178.0.0/15",
    "209.85.128.0/17",
    "216.58.192.0/19",
    "216.239.32.0/19",
    "2001:4860:4000::/36",
    "2404:6800:4000::/36",
    "2600:2d00:1:1::/64",
    "2600:2d00:1:b029::/64",
    "2607:f8b0:4000::/36",
    "2800:3f0:4000::/36",
    "2a00:1450:4000::/36",
    "2c0f:fb50:4000::/36",
];
/// The length of the IPv6 prefix by which requests are counted: a household or host has at least
/// such a network to itself, and can send from any address in it.
const IPV6_PREFIX_BITS: u8 = 64;

/// The networks of the front ends. None: callers reach us directly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontEnds(Vec<IpNet>);

/// A text that names no front ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFrontEnds(String);

impl fmt::Display for NoFrontEnds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "'{}' is neither 'none', nor 'google', nor a network such as 10.0.0.0/8",
            self.0
        )
    }
}

impl std::error::Error for NoFrontEnds {}

impl FromStr for FrontEnds {
    type Err = NoFrontEnds;

    /// `none`, or `google` and networks (`10.0.0.0/8`), separated by commas.
    fn from_str(text: &str) -> Result<Self, NoFrontEnds> {
        if text == "none" {
            return Ok(Self::default());
        }
        let mut networks = Vec::new();
        for name in text.split(',').map(str::trim) {
            match name {
                "google" => {
                    networks.extend(GOOGLE.iter().filter_map(|it| it.parse::<IpNet>().ok()));
                }
                _ => networks.push(name.parse().map_err(|_| NoFrontEnds(name.to_owned()))?),
            }
        }
        Ok(Self(networks))
    }
}

impl FrontEnds {
    /// The address that a request is counted by: an IPv4 address or the first of an IPv6 network.
    /// Entries before the caller's address in `x-forwarded-for` are the caller's own claims.
    pub fn caller(&self, request: &Request) -> IpAddr {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let caller = if self.0.is_empty() { peer } else { self.forwarded(request).or(peer) };
        network(caller.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }

    /// The last entry that is not one of the front ends; `None` if it is no address.
    fn forwarded(&self, request: &Request) -> Option<IpAddr> {
        let lines = request.headers().get_all("x-forwarded-for").iter();
        let entries = lines.rev().flat_map(|line| line.to_str().unwrap_or("?").rsplit(','));
        let mut addresses = entries.map(|entry| entry.trim().parse::<IpAddr>().ok());
        let caller = addresses.find(|address| !address.is_some_and(|it| self.contains(it)));
        caller.flatten()
    }

    fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            Ipv6Net::new(address, IPV6_PREFIX_BITS).map_or(address, |net| net.network()).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    const PEER: &str = "10.0.0.1";

    fn caller(front_ends: &str, forwarded: &[&str]) -> String {
        let peer = ConnectInfo(SocketAddr::new(PEER.parse().unwrap(), 1234));
        let mut request = Request::builder().extension(peer);
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let front_ends: FrontEnds = front_ends.parse().unwrap();
        front_ends.caller(&request.body(Body::empty()).unwrap()).to_string()
    }

    #[test]
    fn through_hosting_and_straight_to_the_service_the_caller_is_the_same_one() {
        assert_eq!(caller("google", &["203.0.113.7, 74.125.1.2"]), "203.0.113.7");
        assert_eq!(caller("google", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(caller("google", &["203.0.113.7", "74.125.1.2, 35.191.0.9"]), "203.0.113.7");
        assert_eq!(caller("google", &["203.0.113.7,2a00:1450:4001::5"]), "203.0.113.7");
    }

    #[test]
    fn an_address_that_the_caller_made_up_does_not_count() {
        for forged in ["1.1.1.1", "1.1.1.1, 74.125.1.2", "74.125.1.2", "x", "", "1.1.1.1,,"] {
            for ending in ["203.0.113.7", "203.0.113.7, 74.125.1.2"] {
                let line = format!("{forged}, {ending}");
                assert_eq!(caller("google", &[&line]), "203.0.113.7", "{line}");
                assert_eq!(caller("google", &[forged, ending]), "203.0.113.7", "{line}");
            }
        }
        // A virtual machine that anybody can rent is no front end.
        assert_eq!(caller("google", &["1.1.1.1, 34.90.1.2"]), "34.90.1.2");
    }

    #[test]
    fn where_no_address_was_forwarded_the_peers_counts() {
        for lines in [&[][..], &["x"], &["74.125.1.2"], &["203.0.113.7, unknown"]] {
            assert_eq!(caller("google", lines), PEER, "{lines:?}");
        }
        assert_eq!(caller("none", &["203.0.113.7"]), PEER);
    }

    #[test]
    fn addresses_of_one_ipv6_network_are_one_caller() {
        assert_eq!(caller("google", &["2001:db8:1:2:aaaa::1"]), "2001:db8:1:2::");
        assert_eq!(caller("google", &["2001:db8:1:2:bbbb::2"]), "2001:db8:1:2::");
        assert_eq!(caller("google", &["2001:db8:1:3::1"]), "2001:db8:1:3::");
        // The same IPv4 address, written as IPv6.
        assert_eq!(caller("google", &["::ffff:203.0.113.7"]), "203.0.113.7");
        assert_eq!(caller("google", &["203.0.113.7, ::ffff:74.125.1.2"]), "203.0.113.7");
    }

    #[test]
    fn front_ends_are_named_or_given_as_networks() {
        assert_eq!(caller("10.0.0.0/8", &["203.0.113.7, 10.2.3.4"]), "203.0.113.7");
        assert_eq!(
            caller("google, 10.0.0.0/8", &["203.0.113.7,10.1.1.1,74.125.1.2"]),
            "203.0.113.7"
        );
        for text in ["", "2", "aws", "10.0.0.0", "none,google", "10.0.0.0/33", "google,"] {
            assert!(text.parse::<FrontEnds>().is_err(), "{text:?}");
        }
        let google: FrontEnds = "google".parse().unwrap();
        assert_eq!(google.0.len(), GOOGLE.len(), "one of the networks cannot be read");
    }
}
