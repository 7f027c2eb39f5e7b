//! Creates the profile and contact of a provider at their first call.

use super::{App, Error};
use slotbook_contract::ProviderId;
use slotbook_domain::{NAMELESS, Provider, ProviderContact, TimeZone, visible_name};

/// Whether the caller can act as a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileOutcome {
    /// They can: their documents exist.
    Ready,
    /// They cannot any more: the role was taken away from them.
    Revoked,
    /// They cannot: there is no address to which mails about their bookings could go.
    NoEmailAddress,
}

/// Makes the profile and the contact of a provider where they are missing, from what their token
/// says of them.
///
/// # Errors
/// If the store is out of reach.
pub async fn ensure_provider_profile(
    app: &App,
    id: &ProviderId,
    email: Option<&str>,
    name: Option<&str>,
) -> Result<ProfileOutcome, Error> {
    if app.memory.is_revoked(id).await? {
        return Ok(ProfileOutcome::Revoked);
    }
    if app.memory.known_providers.contains_key(id) {
        return Ok(ProfileOutcome::Ready);
    }
    let (profile, contact) = futures::try_join!(app.storage.provider(id), app.storage.contact(id))?;
    if profile.as_ref().is_some_and(|profile| profile.is_revoked) {
        return Ok(ProfileOutcome::Revoked);
    }
    let name = name.and_then(visible_name).unwrap_or_else(|| NAMELESS.into());
    let new_contact = match (contact, email) {
        (Some(_), _) => None,
        (None, Some(email)) => Some(ProviderContact { email: email.into(), name: name.clone() }),
        (None, None) => return Ok(ProfileOutcome::NoEmailAddress),
    };
    let new_profile = match profile {
        Some(_) => None,
        None => Some(Provider {
            id: id.clone(),
            display_name: name,
            zone: TimeZone::UTC,
            is_revoked: false,
        }),
    };
    if new_profile.is_some() || new_contact.is_some() {
        let creation =
            app.storage.create_missing_profile(id, new_profile.as_ref(), new_contact.as_ref());
        // The next call creates what is missing. So a creation without an answer does not make the
        // outcome of the caller's own request unknown.
        creation.await.map_err(Error::unavailable)?;
        app.memory.catalogue_changed().await;
        tracing::info!(provider_id = %id, "provider introduced");
    }
    app.memory.known_providers.insert(id.clone(), ());
    Ok(ProfileOutcome::Ready)
}
