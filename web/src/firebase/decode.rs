//! From what the SDK hands over to what the page understands.

use crate::state::session::Account;
use serde::Deserialize;
use slotbook_contract::documents::SlotDocument;

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
    }
    let Plain { uid, email, name } = serde_json::from_str(json)?;
    Ok(Account { uid, email, name })
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
        let more = samples::SLOT_DOCUMENT.replacen('{', r#"{"updated_at": 1796119200000,"#, 1);
        assert!(slots(&format!("[{more}]")).is_ok());
        let less = samples::SLOT_DOCUMENT.replace("is_booked", "was_booked");
        assert!(slots(&format!("[{less}]")).is_err());
    }

    #[test]
    fn an_account_may_lack_a_name() {
        let account = account(r#"{"uid": "u", "email": "carol@slotbook.test", "name": null}"#);
        assert_eq!(account.unwrap().label(), "carol@slotbook.test");
    }
}
