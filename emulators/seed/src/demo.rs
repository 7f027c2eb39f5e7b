//! The accounts and services of the demo.

use slotbook_contract::{Money, ProviderId, ServiceId};
use slotbook_domain::{Provider, ProviderContact, Service, TimeZone};

/// The password of every demo account.
pub const PASSWORD: &str = "slotbook-dev";

/// An account of the Auth emulator.
pub struct DemoAccount {
    /// Its uid.
    pub user_id: &'static str,
    /// Its address.
    pub email: &'static str,
    /// The name it is shown with.
    pub name: &'static str,
    /// Whether it offers services.
    pub is_provider: bool,
}

const fn account(
    user_id: &'static str,
    email: &'static str,
    name: &'static str,
    is_provider: bool,
) -> DemoAccount {
    DemoAccount { user_id, email, name, is_provider }
}

/// All demo accounts.
pub const ACCOUNTS: [DemoAccount; 4] = [
    account("demo-ada", "ada@slotbook.test", "Dr. Ada Byron", true),
    account("demo-grace", "grace@slotbook.test", "Grace Murray", true),
    account("demo-carol", "carol@slotbook.test", "Carol", false),
    account("demo-dave", "dave@slotbook.test", "Dave", false),
];

/// A service of the demo.
pub struct DemoService {
    id: &'static str,
    name: &'static str,
    description: &'static str,
    minutes: u16,
    price_minor: i64,
    currency: &'static str,
    provider: usize,
    zone: &'static str,
    /// The time at which some of its slots are closed by hand.
    pub closed_at: &'static str,
}

/// All demo services. The first two belong to one provider and overlap in time on purpose.
pub const SERVICES: [DemoService; 3] = [
    DemoService {
        id: "consultation",
        name: "Consultation",
        description: "Half an hour to talk it over.",
        minutes: 30,
        price_minor: 4000,
        currency: "GBP",
        provider: 0,
        zone: "Europe/London",
        closed_at: "11:30",
    },
    DemoService {
        id: "therapy",
        name: "Therapy session",
        description: "Fifty minutes, in person.",
        minutes: 50,
        price_minor: 8000,
        currency: "GBP",
        provider: 0,
        zone: "Europe/London",
        closed_at: "14:40",
    },
    DemoService {
        id: "haircut",
        name: "Haircut",
        description: "Wash, cut and dry.",
        minutes: 45,
        price_minor: 3500,
        currency: "USD",
        provider: 1,
        zone: "America/New_York",
        closed_at: "09:45",
    },
];

impl DemoService {
    fn zone(&self) -> TimeZone {
        self.zone.parse().expect("the demo's zones exist")
    }

    /// Its id.
    pub fn id(&self) -> ServiceId {
        ServiceId::new(self.id)
    }

    /// The service.
    pub fn service(&self) -> Service {
        Service {
            id: self.id(),
            provider_id: ProviderId::new(ACCOUNTS[self.provider].user_id),
            name: self.name.into(),
            description: self.description.into(),
            duration_minutes: self.minutes,
            price: Money::new(self.price_minor, self.currency),
            zone: self.zone(),
            is_active: true,
        }
    }

    /// The provider who offers it.
    pub fn provider(&self) -> (Provider, ProviderContact) {
        let account = &ACCOUNTS[self.provider];
        let provider = Provider {
            id: ProviderId::new(account.user_id),
            display_name: account.name.into(),
            zone: self.zone(),
            is_revoked: false,
        };
        (provider, ProviderContact { email: account.email.into(), name: account.name.into() })
    }
}
