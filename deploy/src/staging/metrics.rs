//! What the programs' metrics say, asked of Managed Prometheus.

use anyhow::{Context, bail};
use futures::future::try_join_all;
use serde_json::Value;

use super::Finding;
use crate::desired_state::DesiredState;
use crate::files;
use crate::google::Google;
use crate::observed::{ObservedState, Read};

/// One metric of each program that it records as soon as it works.
const FIRST: [(&str, &str); 2] =
    [("API", "http_requests_total"), ("notifier", "notifier_messages_total")];

/// The most renewals that an instance made in ten minutes without a request to the API, in the last
/// day. Operators' own requests, such as those for these metrics, do not count.
const IDLE_RENEWALS: &str = "max(max_over_time((sum by (instance) (increase(cache_renewals_total[10m])) \
    unless sum by (instance) (increase(http_requests_total{route=~\"/api/.*\"}[10m])) > 0)[1d:10m]))";

/// Checks that metrics of both programs arrived in the last day, and that the queries of all alerts
/// can be answered.
///
/// # Errors
/// If metrics are missing, or a query is refused.
pub async fn arrive(
    desired: &DesiredState,
    observed: &ObservedState,
    google: &Google,
) -> anyhow::Result<Finding> {
    for (program, metric) in FIRST {
        if value(google, &format!("sum(last_over_time({metric}[1d]))")).await?.is_none() {
            bail!(
                "no {metric} of the {program} arrived in the last day: after a first deployment wait \
                 five minutes, then look at the log of its container `collector`"
            );
        }
    }
    let alerts = files::alerts(desired, observed);
    let queries: Vec<_> = alerts.iter().flat_map(|it| queries(&it.policy)).collect();
    try_join_all(queries.iter().map(|it| value(google, it))).await?;
    Ok(Finding::Well(format!("both programs' metrics arrive, {} queries answered", queries.len())))
}

/// Checks that an instance without requests does not read its windows anew, which it does if its
/// listeners' connections are lost.
///
/// # Errors
/// If one does.
pub async fn idle_listeners(google: &Google) -> anyhow::Result<Finding> {
    match value(google, IDLE_RENEWALS).await? {
        None => Ok(Finding::Open(
            "no instance was without requests for ten minutes in the last day".into(),
        )),
        Some(most) if most > 0.0 => bail!(
            "an idle instance read its view anew {most:.0} times in ten minutes: its listeners' \
             connections are lost; look for `listener` in the API's log"
        ),
        Some(_) => Ok(Finding::Well(String::new())),
    }
}

fn queries(policy: &Value) -> Vec<String> {
    let conditions = policy["conditions"].as_array().into_iter().flatten();
    let queries =
        conditions.filter_map(|it| it["conditionPrometheusQueryLanguage"]["query"].as_str());
    queries.map(str::to_owned).collect()
}

/// The value of a query with one result; `None` if it has none.
async fn value(google: &Google, query: &str) -> anyhow::Result<Option<f64>> {
    let url = reqwest::Url::parse_with_params("http://x/", [("query", query)])?;
    let path = format!(
        "v1/projects/{}/location/global/prometheus/api/v1/query?{}",
        google.project(),
        url.query().unwrap_or_default()
    );
    let answer = google.answer(&Read::get("monitoring", path)).await;
    let answer = answer.with_context(|| format!("the query {query} is refused"))?;
    let answer = answer.context("Cloud Monitoring does not know the project")?;
    let first = &answer["data"]["result"][0]["value"][1];
    Ok(first.as_str().and_then(|it| it.parse().ok()))
}
