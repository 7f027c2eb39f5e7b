//! Gives an account the role of a provider, and takes it away again.

use super::ports::{Account, Accounts};
use super::{App, Error};
use slotbook_contract::ProviderId;
use slotbook_domain::{NAMELESS, Provider, ProviderContact, TimeZone, visible_name};

/// The details of a provider that an operator gives. A field that is `None` keeps its stored value,
/// or takes the account's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderDetails {
    /// The name that everybody sees.
    pub name: Option<String>,
    /// The zone they usually work in.
    pub zone: Option<TimeZone>,
}

/// Makes the account of this address a provider: the claim, the profile and the contact, whose
/// address becomes the account's. A repeated call changes only the details that it gives. `None` if
/// there is no such account.
///
/// # Errors
/// If the accounts or the store are out of reach; doing it again does the rest.
pub async fn grant_provider(
    app: &App,
    accounts: &dyn Accounts,
    email: &str,
    details: ProviderDetails,
) -> Result<Option<ProviderId>, Error> {
    let Some(Account { id, email, name }) = accounts.with_email(email).await? else {
        return Ok(None);
    };
    let provider = ProviderId::new(id.as_str());
    let known = app.storage.provider(&provider).await?;
    let (known_name, known_zone) = known.map(|it| (it.display_name, it.zone)).unzip();
    let names = [details.name, known_name, name];
    let name = names.into_iter().flatten().find_map(|name| visible_name(&name));
    let name = name.unwrap_or_else(|| NAMELESS.into());
    let zone = details.zone.or(known_zone).unwrap_or(TimeZone::UTC);
    let contact = ProviderContact { email, name: name.clone() };
    let profile = Provider { id: provider.clone(), display_name: name, zone, is_revoked: false };
    // The claim is set last, so an account that has it also has its profile and contact.
    app.storage.put_provider(&profile, &contact).await?;
    accounts.grant(&id).await?;
    Ok(Some(provider))
}

/// Takes the role away from the account of this address. Services, slots and bookings stay stored
/// as they are, but nothing of it is offered. `None` if there is no such account.
///
/// # Errors
/// If the accounts or the store are out of reach; doing it again does the rest.
pub async fn revoke_provider(
    app: &App,
    accounts: &dyn Accounts,
    email: &str,
) -> Result<Option<ProviderId>, Error> {
    let Some(account) = accounts.with_email(email).await? else { return Ok(None) };
    let id = ProviderId::new(account.id.as_str());
    let known = app.storage.provider(&id).await?;
    let profile = known.unwrap_or_else(|| Provider {
        id: id.clone(),
        display_name: account.name.as_deref().and_then(visible_name).unwrap_or(NAMELESS.into()),
        zone: TimeZone::UTC,
        is_revoked: true,
    });
    // The profile first, because tokens with the role stay valid for up to an hour.
    app.storage.put_profile(&Provider { is_revoked: true, ..profile }).await?;
    accounts.revoke(&account.id).await?;
    Ok(Some(id))
}
