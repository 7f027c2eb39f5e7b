//! Makes somebody a provider at their own request.

use super::ports::Accounts;
use super::{App, Error};
use slotbook_contract::{ProviderId, ProviderSummary};
use slotbook_domain::{Consumer, NAMELESS, Provider, ProviderContact, TimeZone, visible_name};

/// What became of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BecomeProviderOutcome {
    /// They are a provider now.
    Became(ProviderSummary),
    /// They were a provider before.
    Was(ProviderSummary),
    /// The operator took the role away from them, so only the operator can give it back.
    Revoked,
}

/// Gives the person a profile and a contact, where they are missing, and the role. Their next token
/// says so.
///
/// # Errors
/// If the accounts or the store are out of reach; doing it again does the rest.
pub async fn become_provider(
    app: &App,
    accounts: &dyn Accounts,
    person: Consumer,
) -> Result<BecomeProviderOutcome, Error> {
    let id = ProviderId::new(person.user_id.as_str());
    let (profile, contact) =
        futures::try_join!(app.storage.provider(&id), app.storage.contact(&id))?;
    if profile.as_ref().is_some_and(|profile| profile.is_revoked) {
        return Ok(BecomeProviderOutcome::Revoked);
    }
    let name = person.name.as_deref().and_then(visible_name).unwrap_or_else(|| NAMELESS.into());
    let new_contact =
        contact.is_none().then(|| ProviderContact { email: person.email, name: name.clone() });
    let new_profile = profile.is_none().then(|| Provider {
        id: id.clone(),
        display_name: name.clone(),
        zone: TimeZone::UTC,
        is_revoked: false,
    });
    if new_profile.is_some() || new_contact.is_some() {
        app.storage.create_missing_profile(&id, new_profile.as_ref(), new_contact.as_ref()).await?;
        app.memory.catalogue_changed().await;
    }
    // The claim is set last, so an account that has it also has its profile and contact.
    accounts.grant(&person.user_id).await?;
    let display_name = profile.as_ref().map_or(name, |it| it.display_name.clone());
    let summary = ProviderSummary { id, display_name };
    Ok(match profile {
        Some(_) => BecomeProviderOutcome::Was(summary),
        None => BecomeProviderOutcome::Became(summary),
    })
}
