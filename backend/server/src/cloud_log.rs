//! Lines of the log as Google Cloud Logging reads them: one JSON object each, with its severity, its
//! trace, the place in the source it comes from, and errors as Error Reporting takes them.

use serde_json::{Map, Value, json};
use std::fmt;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

/// The type that makes Error Reporting treat a line of the log as an error.
const ERROR_REPORT: &str =
    "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent";

/// Formats events. The subscriber must format spans' fields as JSON, which this reads.
pub struct CloudLog {
    /// The project that trace names begin with.
    pub project_id: String,
}

impl<S, N> FormatEvent<S, N> for CloudLog
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let span = context.lookup_current().and_then(|span| {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<N>>()?;
            let mut fields: Map<String, Value> = serde_json::from_str(&fields.fields).ok()?;
            fields.insert("name".into(), span.name().into());
            Some(fields)
        });
        let line = self.line(event, span.unwrap_or_default());
        writeln!(writer, "{}", Value::from(line))
    }
}

impl CloudLog {
    fn line(&self, event: &Event<'_>, span: Map<String, Value>) -> Map<String, Value> {
        let mut line = Fields::default();
        event.record(&mut line);
        let mut line = line.0;
        let metadata = event.metadata();
        line.insert("severity".into(), severity(*metadata.level()).into());
        line.insert("time".into(), now().into());
        line.insert("target".into(), metadata.target().into());
        if let Some(file) = metadata.file() {
            let number = metadata.line().unwrap_or_default();
            // Google's own form of a 64-bit number in JSON is a text.
            let place = json!({ "file": file, "line": number.to_string() });
            line.insert("logging.googleapis.com/sourceLocation".into(), place);
            if *metadata.level() == Level::ERROR {
                line.insert("@type".into(), ERROR_REPORT.into());
                let place = json!({ "filePath": file, "lineNumber": number, "functionName": metadata.target() });
                line.insert("context".into(), json!({ "reportLocation": place }));
            }
        }
        self.name_trace(&mut line, &span);
        if !span.is_empty() {
            line.insert("span".into(), span.into());
        }
        line
    }

    /// By the id that the line or its span has.
    fn name_trace(&self, line: &mut Map<String, Value>, span: &Map<String, Value>) {
        let of =
            |name| line.get(name).or(span.get(name)).and_then(Value::as_str).map(str::to_owned);
        let (trace, step) = (of("trace_id"), of("span_id").or(of("parent_span_id")));
        if let Some(id) = trace {
            let name = format!("projects/{}/traces/{id}", self.project_id);
            line.insert("logging.googleapis.com/trace".into(), name.into());
        }
        if let Some(id) = step {
            line.insert("logging.googleapis.com/spanId".into(), id.into());
        }
    }
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::TRACE | Level::DEBUG => "DEBUG",
        Level::INFO => "INFO",
        Level::WARN => "WARNING",
        Level::ERROR => "ERROR",
    }
}

fn now() -> String {
    let mut text = String::new();
    // A line without its time is better than none; Cloud Logging takes the time at which it came.
    let _ = SystemTime.format_time(&mut Writer::new(&mut text));
    text
}

/// An event's fields as JSON.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};
    use tracing_subscriber::fmt::format::JsonFields;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The lines that the work writes.
    fn lines(work: impl FnOnce()) -> Vec<Value> {
        let written = Written::default();
        let writer = written.clone();
        let subscriber = tracing_subscriber::fmt()
            .fmt_fields(JsonFields::new())
            .event_format(CloudLog { project_id: "shop".into() })
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, work);
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_line_has_its_severity_its_time_and_its_place_in_the_source() {
        let lines = lines(|| {
            tracing::info!(count = 3, "counted");
            tracing::warn!("odd");
        });
        assert_eq!(
            (&lines[0]["severity"], &lines[1]["severity"]),
            (&json!("INFO"), &json!("WARNING"))
        );
        assert_eq!((&lines[0]["message"], &lines[0]["count"]), (&json!("counted"), &json!(3)));
        let place = &lines[0]["logging.googleapis.com/sourceLocation"];
        assert!(place["file"].as_str().unwrap().ends_with("cloud_log.rs"), "{place}");
        assert!(place["line"].is_string(), "{place}");
        assert!(chrono::DateTime::parse_from_rfc3339(lines[0]["time"].as_str().unwrap()).is_ok());
        assert!(lines[0].get("@type").is_none());
    }

    #[test]
    fn a_line_of_a_request_belongs_to_its_trace_and_to_its_span() {
        let lines = lines(|| {
            let span =
                tracing::info_span!("request", trace_id = "4bf9", span_id = "00f0", path = "/");
            span.in_scope(|| tracing::info!("answered"));
        });
        assert_eq!(lines[0]["logging.googleapis.com/trace"], "projects/shop/traces/4bf9");
        assert_eq!(lines[0]["logging.googleapis.com/spanId"], "00f0");
        assert_eq!(lines[0]["span"]["path"], "/");
        assert_eq!(lines[0]["span"]["name"], "request");
    }

    #[test]
    fn an_error_is_reported_as_one() {
        let lines = lines(|| tracing::error!(cause = "broken", "request failed"));
        assert_eq!(
            (&lines[0]["severity"], &lines[0]["@type"]),
            (&json!("ERROR"), &json!(ERROR_REPORT))
        );
        assert_eq!(lines[0]["message"], "request failed");
        assert!(lines[0]["context"]["reportLocation"]["lineNumber"].is_number(), "{}", lines[0]);
    }
}
