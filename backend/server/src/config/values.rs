//! Reads single values of the environment.

use super::ConfigError;
use std::num::NonZeroU32;
use std::time::Duration;

/// The number, not the id, because App Check tokens name the project by its number.
pub fn project_number(get: &impl Fn(&str) -> Option<String>) -> Result<Option<u64>, ConfigError> {
    let name = "SLOTBOOK_APP_CHECK_PROJECT_NUMBER";
    let parsed = get(name).map(|value| {
        value.parse().map_err(|_| {
            ConfigError(format!("Set {name} to the project's number; '{value}' is none."))
        })
    });
    parsed.transpose()
}

/// A whole number above 0.
pub fn positive(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: u32,
) -> Result<NonZeroU32, ConfigError> {
    let value = get(name).unwrap_or_else(|| default.to_string());
    value.parse().map_err(|_| {
        ConfigError(format!("Set {name} to a whole number above 0; '{value}' is none."))
    })
}

/// A limit; 0 means that there is none.
pub fn limit(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: u32,
) -> Result<Option<NonZeroU32>, ConfigError> {
    let value = get(name).unwrap_or_else(|| default.to_string());
    value.parse().map(NonZeroU32::new).map_err(|_| {
        ConfigError(format!("Set {name} to a whole number, 0 for no limit; '{value}' is none."))
    })
}

/// A number of seconds above 0.
pub fn seconds(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: Duration,
) -> Result<Duration, ConfigError> {
    let default = u32::try_from(default.as_secs()).unwrap_or(u32::MAX);
    positive(get, name, default).map(|it| Duration::from_secs(it.get().into()))
}

/// The number of a port.
pub fn port(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: u16,
) -> Result<u16, ConfigError> {
    get(name).map_or(Ok(default), |value| {
        value.parse().map_err(|_| {
            ConfigError(format!("Set {name} to a number from 0 to 65535; '{value}' is none."))
        })
    })
}
