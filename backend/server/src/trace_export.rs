//! Exports spans by OTLP, under the ids that the log and the events have.
//!
//! `tracing-opentelemetry` gives spans ids of its own. Here the ids exist before: a request's trace
//! and step are in its log lines, in the outbox and in the event (`slotbook_domain::Trace`). So a
//! span that says its ids in the fields `trace_id`, `span_id` and `parent_span_id` is exported under
//! them, and every span inside it belongs to it.

use crate::clock::SystemClock;
use opentelemetry::trace::{
    SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_otlp::{SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{
    BatchSpanProcessor, SpanData, SpanEvents, SpanLinks, SpanProcessor,
};
use slotbook_app::Clock;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// Where `http` logs that a request was answered. What the request does in the background goes on
/// after that, so its span ends here, not when it is closed.
const ANSWERED: &str = "slotbook_http::operations";

/// Whether a span, or an event that ends one, is exported.
pub fn is_exported(metadata: &Metadata<'_>) -> bool {
    let is_ours = metadata.target().starts_with("slotbook_");
    is_ours && (metadata.is_span() || metadata.target() == ANSWERED)
}

/// Collects spans and sends them in batches, from a thread of its own.
#[derive(Clone, Debug)]
pub struct TraceExport {
    processor: Arc<BatchSpanProcessor>,
    scope: InstrumentationScope,
}

impl TraceExport {
    /// Sends spans to an OTLP endpoint over HTTP, such as `http://localhost:4318`. The further
    /// settings are OpenTelemetry's own environment variables.
    ///
    /// # Errors
    /// If the endpoint is not a URL.
    pub fn to(endpoint: &str, service: &'static str) -> anyhow::Result<Self> {
        let url = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
        let exporter = SpanExporter::builder().with_http().with_endpoint(url).build()?;
        let mut processor = BatchSpanProcessor::builder(exporter).build();
        processor.set_resource(&Resource::builder().with_service_name(service).build());
        let scope = InstrumentationScope::builder("slotbook").build();
        Ok(Self { processor: Arc::new(processor), scope })
    }

    /// Sends what is left, for at most a few seconds; then nothing more is sent. Blocks.
    pub fn finish(&self) {
        if let Err(cause) = self.processor.shutdown() {
            tracing::warn!(%cause, "the last spans were not exported");
        }
    }
}

/// A span that is open.
struct OpenSpan {
    trace_id: TraceId,
    span_id: SpanId,
    parent: SpanId,
    has_remote_parent: bool,
    began: SystemTime,
    ended: Option<SystemTime>,
    attributes: Vec<KeyValue>,
}

impl OpenSpan {
    /// A span with these fields inside `parent`; `None` if it belongs to no trace.
    fn begin(fields: Fields, parent: Option<&Self>) -> Option<Self> {
        let parent_id = fields.parent_span_id.or(parent.map(|parent| parent.span_id));
        Some(Self {
            trace_id: fields.trace_id.or(parent.map(|parent| parent.trace_id))?,
            span_id: fields.span_id.unwrap_or_else(random_id),
            parent: parent_id.unwrap_or(SpanId::INVALID),
            has_remote_parent: fields.parent_span_id.is_some(),
            began: now(),
            ended: None,
            attributes: fields.attributes,
        })
    }
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for TraceExport {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let Some(span) = context.span(id) else { return };
        let parent = span.parent();
        let parent = parent.as_ref().map(|parent| parent.extensions());
        let parent = parent.as_ref().and_then(|extensions| extensions.get::<OpenSpan>());
        if let Some(open) = OpenSpan::begin(fields, parent) {
            span.extensions_mut().insert(open);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(span) = context.event_span(event) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<OpenSpan>() {
            let mut fields = Fields::default();
            event.record(&mut fields);
            open.ended = Some(now());
            open.attributes.extend(fields.attributes);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(open) = span.extensions_mut().remove::<OpenSpan>() else { return };
        let flags = TraceFlags::SAMPLED;
        let state = TraceState::default();
        self.processor.on_end(SpanData {
            span_context: SpanContext::new(open.trace_id, open.span_id, flags, false, state),
            parent_span_id: open.parent,
            parent_span_is_remote: open.has_remote_parent,
            span_kind: kind(span.name()),
            name: span.name().into(),
            start_time: open.began,
            end_time: open.ended.unwrap_or_else(now),
            attributes: open.attributes,
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: Status::Unset,
            instrumentation_scope: self.scope.clone(),
        });
    }
}

fn kind(name: &str) -> SpanKind {
    match name {
        "request" => SpanKind::Server,
        "event" => SpanKind::Consumer,
        "publish" => SpanKind::Producer,
        "commit" | "smtp" => SpanKind::Client,
        _ => SpanKind::Internal,
    }
}

fn now() -> SystemTime {
    SystemClock.now().into()
}

#[expect(clippy::disallowed_methods, reason = "an id for operators, which decides nothing")]
fn random_id() -> SpanId {
    SpanId::from_bytes(uuid::Uuid::new_v4().as_u64_pair().0.to_be_bytes())
}

/// A span's ids, and its other fields as attributes.
#[derive(Default)]
struct Fields {
    trace_id: Option<TraceId>,
    span_id: Option<SpanId>,
    parent_span_id: Option<SpanId>,
    attributes: Vec<KeyValue>,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "trace_id" => self.trace_id = TraceId::from_hex(value).ok(),
            "span_id" => self.span_id = SpanId::from_hex(value).ok(),
            "parent_span_id" => self.parent_span_id = SpanId::from_hex(value).ok(),
            name => self.attributes.push(KeyValue::new(name, value.to_owned())),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.attributes.push(KeyValue::new(field.name(), format!("{value:?}")));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.attributes.push(KeyValue::new(field.name(), i64::try_from(value).unwrap_or(i64::MAX)));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.attributes.push(KeyValue::new(field.name(), value));
    }
}
