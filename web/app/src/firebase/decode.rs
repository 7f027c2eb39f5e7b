//! Decodes the SDK's values into the page's types.

use serde::Deserialize;
use slotbook_contract::documents::SlotDocument;
use slotbook_contract::{Money, ProviderId, ProviderSummary, Service, ServiceId};
use slotbook_state::session::{Account, Role};

/// The slots of one delivery.
pub fn slots(json: &str) -> Result<Vec<SlotDocument>, serde_json::Error> {
    serde_json::from_str(json)
}

/// An account as `js/auth.js` writes it.
pub fn account(json: &str) -> Result<Account, serde_json::Error> {
    #[derive(Deserialize)]
    struct Plain {
        uid: String,
        email: Option<String>,
        name: Option<String>,
        /// The token's claims, in a list of one; null if no token could be fetched.
        role: Option<[Option<String>; 1]>,
    }
    let Plain { uid, email, name, role } = serde_json::from_str(json)?;
    Ok(Account { uid, email, name, role: role.map_or(Role::Unknown, |[claim]| named(claim)) })
}

fn named(claim: Option<String>) -> Role {
    if claim.as_deref() == Some("provider") { Role::Provider } else { Role::Consumer }
}

/// A service as `js/services.js` writes it.
pub fn service(json: &str) -> Result<Service, serde_json::Error> {
    #[derive(Deserialize)]
    struct Plain {
        service_id: ServiceId,
        name: String,
        description: String,
        duration_minutes: u16,
        price_minor: i64,
        currency: String,
        time_zone: String,
        provider_id: ProviderId,
        provider_name: String,
    }
    let plain: Plain = serde_json::from_str(json)?;
    Ok(Service {
        id: plain.service_id,
        name: plain.name,
        description: plain.description,
        duration_minutes: plain.duration_minutes,
        price: Money::new(plain.price_minor, plain.currency),
        time_zone: plain.time_zone,
        provider: ProviderSummary { id: plain.provider_id, display_name: plain.provider_name },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::samples;

    #[test]
    fn a_delivery_is_a_list_of_the_documents_that_changed() {
        let documents = slots(&format!("[{}]", samples::SLOT_DOCUMENT)).unwrap();
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].time_slot.to_string(), "10:00");
        let starts_at = documents[0].starts_at().unwrap();
        assert_eq!(starts_at.to_rfc3339(), "2026-12-01T10:00:00+00:00");
    }

    #[test]
    fn what_the_page_does_not_use_is_ignored_and_what_it_needs_is_demanded() {
        let more = samples::SLOT_DOCUMENT.replacen('{', r#"{"updated_at": 1796119200000000,"#, 1);
        assert!(slots(&format!("[{more}]")).is_ok());
        let less = samples::SLOT_DOCUMENT.replace("is_booked", "was_booked");
        assert!(slots(&format!("[{less}]")).is_err());
    }

    #[test]
    fn a_service_read_from_firestore_is_the_one_that_the_api_answers() {
        let document = r#"{
            "service_id": "consultation", "name": "Consultation", "is_active": true,
            "description": "Half an hour to talk it over.", "duration_minutes": 30,
            "price_minor": 4000, "currency": "GBP", "time_zone": "Europe/London",
            "provider_id": "ada-uid", "provider_name": "Dr. Ada Byron"
        }"#;
        let answered: Service = serde_json::from_str(samples::SERVICE).unwrap();
        assert_eq!(service(document).unwrap(), answered);
    }

    #[test]
    fn an_account_may_lack_a_name() {
        let account = plain_account("[null]");
        assert_eq!(account.label(), "carol@slotbook.test");
    }

    #[test]
    fn a_role_is_what_the_token_says_and_unknown_without_one() {
        let role = |json| plain_account(json).role;
        assert_eq!(role(r#"["provider"]"#), Role::Provider);
        assert_eq!(role(r#"["admin"]"#), Role::Consumer);
        assert_eq!(role("[null]"), Role::Consumer);
        assert_eq!(role("null"), Role::Unknown);
    }

    fn plain_account(role: &str) -> Account {
        let rest = r#""uid": "u", "email": "carol@slotbook.test", "name": null"#;
        account(&format!(r#"{{{rest}, "role": {role}}}"#)).unwrap()
    }
}
