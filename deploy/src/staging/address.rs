//! Whether the API counts callers by their own addresses: the same one through Hosting and straight
//! to Cloud Run, whatever a caller puts into `x-forwarded-for`.

use std::net::{IpAddr, Ipv4Addr};

use anyhow::{Context, bail};
use slotbook_contract::CallerView;

use super::Finding;
use crate::probe;

/// An address that callers could invent, reserved for documentation (RFC 5737).
const INVENTED: &str = "192.0.2.1";

/// Makes the check, and says the address.
///
/// # Errors
/// If two ways to the API give two addresses, or an invented one counts.
pub async fn check(site: &str, api: &str) -> anyhow::Result<Finding> {
    let [through_hosting, straight] = [site, api].map(|it| format!("{it}/api/caller"));
    let own = address(&straight, None).await?;
    let hosted = address(&through_hosting, None).await?;
    if hosted != own && address(&straight, None).await? != own {
        return Ok(Finding::Open("your own address changes from request to request".into()));
    }
    if hosted != own {
        bail!(
            "you are {own} straight to the API and {hosted} through Hosting, where everybody behind \
             one front end would share a limit: add the network of {hosted} to SLOTBOOK_FRONT_ENDS \
             in deploy/api.yaml (\"google,NETWORK\") and deploy"
        );
    }
    for url in [&through_hosting, &straight] {
        let counted = address(url, Some(INVENTED)).await?;
        if counted != own {
            bail!(
                "{url} takes an invented address for the caller's ({counted} for {own}), so limits \
                 can be evaded: SLOTBOOK_FRONT_ENDS in deploy/api.yaml trusts too many networks"
            );
        }
    }
    let text = format!("you are {own} on both ways, also with an invented address before it");
    Ok(Finding::Well(text))
}

/// Both ways must be asked with IPv4, because a machine with IPv6 has two addresses.
async fn address(url: &str, forwarded: Option<&str>) -> anyhow::Result<IpAddr> {
    let client = probe::builder().local_address(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).build()?;
    let mut request = client.get(url);
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    let answer = request.send().await.with_context(|| format!("no answer from {url}"))?;
    let caller: CallerView =
        answer.json().await.with_context(|| format!("no address from {url}"))?;
    Ok(caller.address)
}
