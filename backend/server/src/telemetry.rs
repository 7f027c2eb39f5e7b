//! The only subscriber of the log and the only recorder of metrics. Logs carry ids, never
//! addresses, tokens or bodies.

use crate::cloud_log::CloudLog;
use crate::config::LogFormat;
use crate::trace_export::{TraceExport, is_exported};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;
use tracing::Subscriber;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::fmt::format::JsonFields;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, registry};

/// The export of spans, if it is switched on.
static TRACES: OnceLock<TraceExport> = OnceLock::new();

/// The bounds of the latency histograms, in seconds; the service level's limit is one of them.
const LATENCY_BOUNDS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.3, 0.5, 1.0, 2.5, 10.0];

/// The bounds of the histograms of background work, in seconds.
const LAG_BOUNDS: [f64; 12] =
    [0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0, 36_000.0];

/// How often histograms are summed up, the same as in the exporter's own servers.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// Begins to write the project's log to standard output, as `RUST_LOG` says (`info` if it says
/// nothing), and to export spans if there is somewhere to export them to.
pub fn start_logging(format: LogFormat, project_id: &str, traces: Option<TraceExport>) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let started = match traces {
        // One filter for everything costs less than a filter for each layer.
        None => registry().with(filter).with(log(format, project_id)).try_init(),
        Some(traces) => {
            let traces = TRACES.get_or_init(|| traces).clone();
            let exported = filter_fn(is_exported).with_max_level_hint(LevelFilter::DEBUG);
            let traces = traces.with_filter(exported);
            let log = log(format, project_id).with_filter(filter);
            registry().with(log).with(traces).try_init()
        }
    };
    if let Err(cause) = started {
        tracing::warn!(%cause, "the log was started already");
    }
}

/// Writes events to standard output.
fn log<S>(format: LogFormat, project_id: &str) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let log = tracing_subscriber::fmt::layer();
    match format {
        LogFormat::Json => {
            let project_id = project_id.to_owned();
            log.fmt_fields(JsonFields::new()).event_format(CloudLog { project_id }).boxed()
        }
        LogFormat::Text => log.boxed(),
    }
}

/// Exports the spans that have ended, before the process does.
pub async fn finish_traces() {
    let finish = || TRACES.get().map(TraceExport::finish);
    drop(tokio::task::spawn_blocking(finish).await);
}

/// The process's metrics, recorded from the first call on.
pub fn metrics() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let handle = PrometheusBuilder::new()
                .set_buckets(&LATENCY_BOUNDS)
                .and_then(|builder| {
                    let lags = Matcher::Suffix("_lag_seconds".to_owned());
                    builder.set_buckets_for_metric(lags, &LAG_BOUNDS)
                })
                .and_then(PrometheusBuilder::install_recorder)
                .expect("this is the only recorder, and the bounds are not empty");
            thread::spawn({
                let handle = handle.clone();
                move || keep_up(&handle)
            });
            handle
        })
        .clone()
}

/// Sums up what the histograms have taken, for as long as the process runs. Otherwise they would
/// keep every single value until somebody asks for the metrics.
fn keep_up(metrics: &PrometheusHandle) -> ! {
    loop {
        thread::sleep(UPKEEP_EVERY);
        metrics.run_upkeep();
    }
}
