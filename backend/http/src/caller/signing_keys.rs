//! The public keys with which an issuer signs its tokens, fetched and kept as long as it says.

use axum_extra::headers::{CacheControl, HeaderMapExt};
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::JwkSet;
use std::collections::HashMap;
use std::sync::RwLock;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long fetching the keys may take.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);
/// How long keys are kept if the answer does not say.
const DEFAULT_MAX_AGE: Duration = Duration::from_mins(5);
/// How long to wait between two fetches, so that tokens with made-up key ids cause no flood.
const MIN_BETWEEN_FETCHES: Duration = Duration::from_secs(10);

/// An issuer's current keys.
pub struct SigningKeys {
    url: String,
    client: reqwest::Client,
    known: RwLock<Option<CachedKeys>>,
    last_fetch: Mutex<Option<Instant>>,
}

#[derive(Clone)]
struct CachedKeys {
    keys: HashMap<String, DecodingKey>,
    fresh_until: Instant,
}

impl SigningKeys {
    /// The keys at `url`, a JWK set; fetched when first needed.
    ///
    /// # Errors
    /// If no HTTP client can be made.
    pub fn at(url: impl Into<String>) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().timeout(FETCH_TIMEOUT).build()?;
        Ok(Self { url: url.into(), client, known: RwLock::default(), last_fetch: Mutex::default() })
    }

    /// The key of this id; `None` if the issuer has none.
    ///
    /// Known keys stay in use while newer ones cannot be fetched.
    ///
    /// # Errors
    /// If no keys are known and none can be fetched.
    pub async fn key(&self, id: &str) -> Result<Option<DecodingKey>, reqwest::Error> {
        if let (Some(key), true) = self.look_up(id) {
            return Ok(Some(key));
        }
        // One request fetches the keys, the others wait for the result.
        let mut last_fetch = self.last_fetch.lock().await;
        let (key, is_fresh) = self.look_up(id);
        let too_soon = last_fetch.is_some_and(|last| last.elapsed() < MIN_BETWEEN_FETCHES);
        let has_any = self.known.read().is_ok_and(|known| known.is_some());
        if (key.is_some() && is_fresh) || (too_soon && has_any) {
            return Ok(key);
        }
        *last_fetch = Some(Instant::now());
        match self.fetch().await {
            Ok(known) => {
                let key = known.keys.get(id).cloned();
                if let Ok(mut slot) = self.known.write() {
                    *slot = Some(known);
                }
                Ok(key)
            }
            Err(cause) if has_any => {
                tracing::warn!(%cause, "signing keys not renewed; the known ones stay in use");
                Ok(key)
            }
            Err(cause) => Err(cause),
        }
    }

    /// The known key of this id, and whether the known keys are still fresh.
    fn look_up(&self, id: &str) -> (Option<DecodingKey>, bool) {
        let Ok(known) = self.known.read() else { return (None, false) };
        known.as_ref().map_or((None, false), |known| {
            (known.keys.get(id).cloned(), Instant::now() < known.fresh_until)
        })
    }

    async fn fetch(&self) -> Result<CachedKeys, reqwest::Error> {
        let response = self.client.get(&self.url).send().await?.error_for_status()?;
        let max_age = response.headers().typed_get::<CacheControl>().and_then(|c| c.max_age());
        let set: JwkSet = response.json().await?;
        let keys = set
            .keys
            .iter()
            .filter_map(|key| Some((key.common.key_id.clone()?, DecodingKey::from_jwk(key).ok()?)));
        let fresh_until = Instant::now() + max_age.unwrap_or(DEFAULT_MAX_AGE);
        Ok(CachedKeys { keys: keys.collect(), fresh_until })
    }
}
