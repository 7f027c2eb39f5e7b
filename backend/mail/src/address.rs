//! Mail addresses as they go into headers.

use lettre::Address;
use std::fmt;
use std::str::FromStr;

/// An address that every mail server can take: ASCII on both sides of the `@`. An international
/// domain stands in its ASCII form; letters beyond ASCII before the `@` would need SMTPUTF8, which
/// not every mail server on the way has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAddress(Address);

/// A text is no address that a mail can be sent to.
#[derive(Debug, thiserror::Error)]
pub enum AddressProblem {
    /// It is not of the form `name@domain`.
    #[error("the address is not one that mail can be sent to")]
    Malformed,
    /// It needs an extension that mail servers need not have.
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

/// A domain in ASCII stays as it is: it may be an address in brackets.
fn ascii_domain(domain: &str) -> Result<String, AddressProblem> {
    if domain.is_ascii() {
        return Ok(domain.to_owned());
    }
    idna::domain_to_ascii_strict(domain).map_err(|_| AddressProblem::Malformed)
}
