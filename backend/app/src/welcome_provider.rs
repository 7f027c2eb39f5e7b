//! The first call of somebody who may offer services: their profile and contact are made.

use super::{App, Error};
use slotbook_contract::ProviderId;
use slotbook_domain::{NAMELESS, Provider, ProviderContact, TimeZone, visible_name};

/// Whether they can act as a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Welcome {
    /// They can: their documents are there.
    Known,
    /// They cannot: nobody knows where to write to when they are booked.
    NoAddress,
}

/// Makes the profile and the contact of a provider where they are missing, from what their token
/// says of them.
///
/// # Errors
/// If the store is out of reach.
pub async fn welcome_provider(
    app: &App,
    id: &ProviderId,
    email: Option<&str>,
    name: Option<&str>,
) -> Result<Welcome, Error> {
    if app.memory.introduced.contains_key(id) {
        return Ok(Welcome::Known);
    }
    let (profile, contact) =
        futures::try_join!(app.catalogue.provider(id), app.catalogue.contact(id))?;
    let name = name.and_then(visible_name).unwrap_or_else(|| NAMELESS.into());
    let new_contact = match (contact, email) {
        (Some(_), _) => None,
        (None, Some(email)) => Some(ProviderContact { email: email.into(), name: name.clone() }),
        (None, None) => return Ok(Welcome::NoAddress),
    };
    let new_profile = match profile {
        Some(_) => None,
        None => Some(Provider { id: id.clone(), display_name: name, zone: TimeZone::UTC }),
    };
    if new_profile.is_some() || new_contact.is_some() {
        app.catalogue.introduce(id, new_profile.as_ref(), new_contact.as_ref()).await?;
        app.memory.offers_changed().await;
        tracing::info!(provider_id = %id, "provider introduced");
    }
    app.memory.introduced.insert(id.clone(), ());
    Ok(Welcome::Known)
}
