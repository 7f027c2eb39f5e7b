//! Accounts of Firebase Auth: the only crate that names Identity Toolkit, their administrative REST
//! interface.

use async_trait::async_trait;
use google_cloud_auth::credentials::{CacheableResource, Credentials};
use reqwest::Client;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use slotbook_app::Error;
use slotbook_app::ports::{Account, Accounts};
use slotbook_contract::UserId;
use std::time::Duration;

const PRODUCTION: &str = "https://identitytoolkit.googleapis.com";
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// The custom claim with an account's role, and the only role there is.
const ROLE: &str = "role";
const PROVIDER: &str = "provider";

/// The credentials of an administrator.
enum AdminCredentials {
    /// Google's default credentials of this process.
    Google(Credentials),
    /// The emulator's fixed token for the project's owner.
    EmulatorOwner,
}

/// The accounts of one project.
pub struct FirebaseAccounts {
    client: Client,
    url: String,
    credentials: AdminCredentials,
}

#[derive(Deserialize)]
struct AccountLookup {
    #[serde(default)]
    users: Vec<User>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    local_id: String,
    email: Option<String>,
    display_name: Option<String>,
    custom_attributes: Option<String>,
}

impl User {
    fn claims(&self) -> Result<Map<String, Value>, Error> {
        let claims = self.custom_attributes.as_deref().filter(|text| !text.is_empty());
        claims.map_or(Ok(Map::new()), |text| serde_json::from_str(text).map_err(Error::broken))
    }
}

impl FirebaseAccounts {
    /// The accounts of `project_id`, in production or on the Auth emulator at `emulator`.
    ///
    /// # Errors
    /// If no HTTP client can be created, or no credentials are found.
    pub fn new(project_id: &str, emulator: Option<&str>) -> Result<Self, Error> {
        let client = Client::builder().timeout(TIME_LIMIT).build().map_err(Error::broken)?;
        let (host, credentials) = if let Some(host) = emulator {
            (
                format!("http://{host}/identitytoolkit.googleapis.com"),
                AdminCredentials::EmulatorOwner,
            )
        } else {
            let credentials = google_cloud_auth::credentials::Builder::default().build();
            (PRODUCTION.into(), AdminCredentials::Google(credentials.map_err(Error::unavailable)?))
        };
        let url = format!("{host}/v1/projects/{project_id}/accounts");
        Ok(Self { client, url, credentials })
    }

    async fn find(&self, by: &Value) -> Result<Option<User>, Error> {
        let found: AccountLookup =
            self.post("lookup", by).await?.json().await.map_err(Error::broken)?;
        Ok(found.users.into_iter().next())
    }

    /// Sets or removes the role of a provider; all other claims stay.
    async fn set_role(&self, id: &UserId, role: Option<&str>) -> Result<(), Error> {
        let by_id = json!({ "localId": [id] });
        let user = self.find(&by_id).await?;
        let mut claims = user.ok_or_else(|| Error::broken("the account is gone"))?.claims()?;
        let has = claims.get(ROLE).and_then(Value::as_str);
        if has == role || (role.is_none() && has != Some(PROVIDER)) {
            return Ok(());
        }
        match role {
            Some(role) => claims.insert(ROLE.into(), role.into()),
            None => claims.remove(ROLE),
        };
        let claims = Value::from(claims).to_string();
        self.post("update", &json!({ "localId": id, "customAttributes": claims })).await.map(|_| ())
    }

    async fn post(&self, what: &str, body: &Value) -> Result<reqwest::Response, Error> {
        let request = self.client.post(format!("{}:{what}", self.url));
        let request = request.headers(self.auth_headers().await?).json(body);
        let response = request.send().await.map_err(Error::unavailable)?;
        response.error_for_status().map_err(Error::unavailable)
    }

    async fn auth_headers(&self) -> Result<HeaderMap, Error> {
        match &self.credentials {
            AdminCredentials::EmulatorOwner => {
                let owner = (AUTHORIZATION, HeaderValue::from_static("Bearer owner"));
                Ok(HeaderMap::from_iter([owner]))
            }
            AdminCredentials::Google(credentials) => {
                match credentials.headers(<_>::default()).await {
                    Ok(CacheableResource::New { data, .. }) => Ok(data),
                    Ok(CacheableResource::NotModified) => Err(Error::broken(
                        "the credentials report no change, but none were read before",
                    )),
                    Err(cause) => Err(Error::unavailable(cause)),
                }
            }
        }
    }
}

#[async_trait]
impl Accounts for FirebaseAccounts {
    async fn with_email(&self, email: &str) -> Result<Option<Account>, Error> {
        let user = self.find(&json!({ "email": [email] })).await?;
        Ok(user.map(|user| Account {
            id: UserId::new(user.local_id),
            email: user.email.unwrap_or_else(|| email.to_owned()),
            name: user.display_name,
        }))
    }

    async fn grant(&self, id: &UserId) -> Result<(), Error> {
        self.set_role(id, Some(PROVIDER)).await
    }

    async fn revoke(&self, id: &UserId) -> Result<(), Error> {
        self.set_role(id, None).await
    }

    async fn delete(&self, id: &UserId) -> Result<(), Error> {
        if self.find(&json!({ "localId": [id] })).await?.is_none() {
            return Ok(());
        }
        self.post("delete", &json!({ "localId": id })).await.map(|_| ())
    }
}
