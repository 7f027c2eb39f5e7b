//! Alerts, dashboards, notification channels and budgets.

use hyper::Method;
use serde_json::json;

use super::store::Store;
use super::{Call, Reply, visitors};

pub fn answer(store: &mut Store, call: &Call) -> Reply {
    let path = call.path.split_once('/').map_or("", |(_, path)| path).to_owned();
    let kind = path.rsplit('/').next().unwrap_or_default().to_owned();
    match call.method {
        Method::POST => {
            let name = format!("{path}/{}", store.draw());
            store.patch(&name, &call.json())
        }
        Method::PATCH => {
            let mut body = call.json();
            body["etag"] = store.draw().into();
            store.patch(&path, &body)
        }
        _ if path.ends_with("/prometheus/api/v1/query") => visitors::measured(store, call),
        _ if ["alertPolicies", "notificationChannels", "dashboards", "budgets"]
            .contains(&kind.as_str()) =>
        {
            Reply::Json(json!({ kind: store.below(&format!("{path}/")) }))
        }
        _ => store.read(&path),
    }
}
