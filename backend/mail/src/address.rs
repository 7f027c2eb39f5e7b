//! Mail addresses in the form in which headers contain them.

use lettre::Address;
use std::fmt;
use std::str::FromStr;

/// An address that every mail server accepts: ASCII on both sides of the `@`. An international
/// domain is converted to its ASCII form. Other characters before the `@` would need SMTPUTF8,
/// which not every mail server on the way supports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAddress(Address);

/// The text is not an address to which a mail can be sent.
#[derive(Debug, thiserror::Error)]
pub enum AddressProblem {
    /// It is not of the form `name@domain`.
    #[error("the address is not one that mail can be sent to")]
    Malformed,
    /// The part before the `@` needs an extension that not all mail servers support.
    #[error("the address has letters before the @ that only some mail servers can take (SMTPUTF8)")]
    InternationalName,
}

impl FromStr for MailAddress {
    type Err = AddressProblem;

    fn from_str(text: &str) -> Result<Self, AddressProblem> {
        let (name, domain) = text.rsplit_once('@').ok_or(AddressProblem::Malformed)?;
        if !name.is_ascii() {
            return Err(AddressProblem::InternationalName);
        }
        let address = Address::new(name, ascii_domain(domain)?);
        address.map(Self).map_err(|_| AddressProblem::Malformed)
    }
}

impl From<MailAddress> for Address {
    fn from(address: MailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

/// A domain in ASCII stays as it is, because it may be an IP address in brackets.
fn ascii_domain(domain: &str) -> Result<String, AddressProblem> {
    if domain.is_ascii() {
        return Ok(domain.to_owned());
    }
    idna::domain_to_ascii_strict(domain).map_err(|_| AddressProblem::Malformed)
}
