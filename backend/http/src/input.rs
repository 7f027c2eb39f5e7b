//! Reads requests field by field, so that one answer names every field that is missing, malformed
//! or unknown.

mod body;
mod json;
mod page_token;

pub use body::{JsonBody, MAX_BODY_BYTES};
pub use page_token::PageToken;

use super::error::Failure;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use chrono::NaiveDate;
use serde_json::{Map, Value};
use slotbook_app::Range;
use slotbook_contract::limits::{MAX_RANGE_DAYS, MAX_TEXT_CHARACTERS, STEP_MINUTES};
use slotbook_contract::{BookingId, FieldError, NotificationId, ServiceId, WallTime, wall_date};
use std::str::FromStr;
use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// A value that can be read from a field.
pub trait FromField: Sized {
    /// Reads it, or says in a few words what it must be.
    fn from_field(value: &Value) -> Result<Self, &'static str>;
}

/// The value of a field that may be null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nullable<T> {
    /// Null.
    Null,
    /// Something else.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if it is not null.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

/// The fields of a JSON object or of a query, taken out one by one.
pub struct Fields {
    values: Map<String, Value>,
    errors: Vec<FieldError>,
    /// The location of the fields in the body: empty, or as in `weekly.monday[0].`.
    path: String,
}

impl Fields {
    fn of(values: Map<String, Value>, path: String) -> Self {
        Self { values, errors: Vec::new(), path }
    }

    /// No fields at all, for errors that only the use case can find.
    pub fn none() -> Self {
        Self::of(Map::new(), String::new())
    }

    /// The fields of a query string. A parameter given twice is an error.
    pub fn of_query(query: Option<&str>) -> Self {
        let mut fields = Self::of(Map::new(), String::new());
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        for (name, value) in pairs {
            if fields.values.insert(name.to_string(), Value::String(value.into())).is_some() {
                fields.complain(&name, "is given more than once");
            }
        }
        fields
    }

    /// A field that must be there.
    pub fn required<T: FromField>(&mut self, name: &str) -> Option<T> {
        if !self.values.contains_key(name) {
            self.complain(name, "is missing");
        }
        self.optional(name)
    }

    /// A field that may be left out.
    pub fn optional<T: FromField>(&mut self, name: &str) -> Option<T> {
        let value = self.values.remove(name)?;
        T::from_field(&value).map_err(|detail| self.complain(name, detail)).ok()
    }

    /// The fields of an object that must be there, read by `read`.
    pub fn object<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Fields) -> Option<T>,
    ) -> Option<T> {
        match self.values.remove(name) {
            Some(Value::Object(values)) => self.inner(values, &format!("{name}."), read),
            Some(_) => self.wrong(name, "must be an object"),
            None => self.wrong(name, "is missing"),
        }
    }

    /// The objects of a list that may be left out, `most` at most, each read by `read`.
    pub fn objects<T>(
        &mut self,
        name: &str,
        most: usize,
        read: impl Fn(&mut Fields) -> Option<T>,
    ) -> Option<Vec<T>> {
        let list = match self.values.remove(name) {
            None => return Some(Vec::new()),
            Some(Value::Array(list)) if list.len() <= most => list,
            Some(_) => return self.wrong(name, &format!("must be a list of at most {most}")),
        };
        let mut objects = Vec::with_capacity(list.len());
        for (index, value) in list.into_iter().enumerate() {
            let name = format!("{name}[{index}]");
            objects.push(match value {
                Value::Object(values) => self.inner(values, &format!("{name}."), &read),
                _ => self.wrong(&name, "must be an object"),
            });
        }
        objects.into_iter().collect()
    }

    fn inner<T>(
        &mut self,
        values: Map<String, Value>,
        path: &str,
        read: impl FnOnce(&mut Fields) -> Option<T>,
    ) -> Option<T> {
        let mut inner = Self::of(values, format!("{}{path}", self.path));
        let read = read(&mut inner);
        inner.complain_of_the_rest();
        self.errors.extend(inner.errors);
        read
    }

    fn wrong<T>(&mut self, name: &str, detail: &str) -> Option<T> {
        self.complain(name, detail);
        None
    }

    /// A field that must be there and may be null, else read by `read`.
    pub fn nullable<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self, &str) -> Option<T>,
    ) -> Option<Nullable<T>> {
        if self.values.get(name).is_some_and(Value::is_null) {
            self.values.remove(name);
            return Some(Nullable::Null);
        }
        read(self, name).map(Nullable::Value)
    }

    /// Whether a field is there, right or wrong.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The dates `from` and `to`, both included, at most two months.
    pub fn range(&mut self) -> Option<Range> {
        let from: Option<NaiveDate> = self.required("from");
        let to: Option<NaiveDate> = self.required("to");
        let range = from.zip(to).map(|(from, to)| Range { from, to });
        if let Some(Range { from, to }) = range {
            self.complain_of_range(from, to, MAX_RANGE_DAYS);
        }
        range
    }

    /// Records an error if `to` is before `from` or too far after it.
    pub fn complain_of_range(&mut self, from: NaiveDate, to: NaiveDate, most_days: i64) {
        let days = (to - from).num_days() + 1;
        if days < 1 {
            self.complain("to", "must not lie before from");
        } else if days > most_days {
            self.complain("to", &format!("must lie at most {} days after from", most_days - 1));
        }
    }

    /// Records that a field is wrong.
    pub fn complain(&mut self, name: &str, detail: &str) {
        let field = format!("{}{name}", self.path).chars().take(MAX_TEXT_CHARACTERS).collect();
        self.errors.push(FieldError { field, detail: detail.to_owned() });
    }

    /// Records every parameter of the query as unknown.
    fn complain_of_query(&mut self, mut query: Self) {
        query.complain_of_the_rest();
        self.errors.append(&mut query.errors);
    }

    fn complain_of_the_rest(&mut self) {
        for name in std::mem::take(&mut self.values).keys() {
            self.complain(name, "is not known here");
        }
    }

    /// Finishes reading: every field that was not taken is unknown.
    ///
    /// # Errors
    /// If any field was wrong.
    pub fn finish<T>(mut self, read: Option<T>) -> Result<T, Failure> {
        self.complain_of_the_rest();
        match read {
            Some(read) if self.errors.is_empty() => Ok(read),
            _ => Err(Failure::Invalid(self.errors)),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    /// The fields of a JSON body.
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        JsonBody::from_request(request, state).await?.fields()
    }
}

/// For operations that take no parameters: every one in the query is unknown.
pub struct NoQuery;

impl<S: Send + Sync> FromRequestParts<S> for NoQuery {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Fields::of_query(parts.uri.query()).finish(Some(Self))
    }
}

impl FromField for NaiveDate {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        value.as_str().and_then(wall_date).ok_or("must be a date YYYY-MM-DD")
    }
}

impl FromField for WallTime {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let time: Option<Self> = value.as_str().and_then(|text| text.parse().ok());
        time.filter(|time| time.minutes() % STEP_MINUTES == 0)
            .ok_or("must be a time HH:MM between 00:00 and 23:55, in whole multiples of 5 minutes")
    }
}

impl FromField for ServiceId {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        value.as_str().and_then(service_id).ok_or("must be the id of a service")
    }
}

impl FromField for u32 {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        value.as_str().and_then(whole_number).ok_or("must be a whole number")
    }
}

impl FromField for bool {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        value.as_bool().ok_or("must be true or false")
    }
}

impl FromField for String {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        let text = value.as_str().filter(|text| text.chars().count() <= MAX_TEXT_CHARACTERS);
        text.map(str::to_owned).ok_or("must be text of at most 200 characters")
    }
}

/// The service id that this text is, if it can be one.
pub fn service_id(text: &str) -> Option<ServiceId> {
    let fits = !text.is_empty() && text.len() <= MAX_TEXT_CHARACTERS;
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (fits && plain && !text.starts_with("__")).then(|| ServiceId::new(text))
}

/// The value that a part of a path is, if it can be one.
pub fn text<T: FromField>(text: &str) -> Option<T> {
    T::from_field(&text.into()).ok()
}

/// The booking id that this text is, if it is one.
pub fn booking_id(text: &str) -> Option<BookingId> {
    hyphenated(text).map(BookingId)
}

/// The mail's id that this text is, if it is one.
pub fn notification_id(text: &str) -> Option<NotificationId> {
    hyphenated(text).map(NotificationId)
}

/// The UUID that is written in the usual way; braces, `urn:uuid:` and no hyphens are other ways.
fn hyphenated(text: &str) -> Option<Uuid> {
    (text.len() == Hyphenated::LENGTH).then(|| text.parse().ok()).flatten()
}

/// The number that is written in plain digits, without a sign and without noughts before it.
pub fn whole_number<T: FromStr>(text: &str) -> Option<T> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_short = text == "0" || !text.starts_with('0');
    (is_plain && is_short).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(failure: Failure) -> Vec<(String, String)> {
        match failure {
            Failure::Invalid(errors) => errors.into_iter().map(|e| (e.field, e.detail)).collect(),
            other => panic!("not an invalid request: {other:?}"),
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut fields =
            Fields::of_query(Some("from=2026-13-01&time=10:03&extra=1&twice=1&twice=2"));
        let read = fields
            .required::<NaiveDate>("from")
            .zip(fields.required::<WallTime>("time"))
            .zip(fields.required::<ServiceId>("serviceId"));
        let named: Vec<_> =
            errors(fields.finish(read).unwrap_err()).into_iter().map(|(field, _)| field).collect();
        for field in ["from", "time", "serviceId", "extra", "twice"] {
            assert!(named.iter().any(|name| name == field), "{field} is not named: {named:?}");
        }
    }

    #[test]
    fn dates_have_ten_characters_and_ids_no_slash() {
        for text in ["2026-12-1", "20261201", "+2026-12-01", "2026-02-30", "", "2026-12-01T"] {
            assert!(NaiveDate::from_field(&text.into()).is_err(), "{text}");
        }
        for text in ["", "a/b", "__x__", "a b", "ü", &"x".repeat(201)] {
            assert!(service_id(text).is_none(), "{text}");
        }
        assert!(service_id("consultation-1_b").is_some());
    }

    #[test]
    fn a_date_is_written_in_one_way_only() {
        for text in [
            "2027-01-4 ",
            " 2027-01-4",
            "2027-1-04 ",
            "2027-1- 04",
            "2027-01-4\t",
            "2027-01- 4",
            "+2027-01-04",
            "02027-01-04",
            "2027-1-04",
            "2027-01-04 ",
            " 2027-01-04",
            "2027-01-04\n",
            "2027\u{2013}01-4",
            "２０２７-01-04",
            "2027/01/04",
            "-027-01-04",
        ] {
            assert!(NaiveDate::from_field(&text.into()).is_err(), "{text:?}");
        }
        assert!(NaiveDate::from_field(&"2027-01-04".into()).is_ok());
        for text in ["9:00", "09:00 ", " 9:00", "09:0 ", "+9:00", "09:00:00", "０9:00", "0900"] {
            assert!(WallTime::from_field(&text.into()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_number_in_a_query_has_digits_only_and_no_leading_nought() {
        for text in ["+5", "05", "5 ", " 5", "1e2", "0x5", "5.0", "٥", "", "-5", "99999999999"] {
            assert!(u32::from_field(&text.into()).is_err(), "{text:?}");
        }
        assert_eq!(
            ["5", "0", "100"].map(|text| u32::from_field(&text.into())),
            [Ok(5), Ok(0), Ok(100)]
        );
    }

    #[test]
    fn an_id_of_a_booking_has_its_hyphens_and_nothing_around_it() {
        let id = "a3d1caf2-76ee-5e76-bb25-a284b5f7e678";
        assert!(booking_id(id).is_some() && notification_id(id).is_some());
        for text in [
            "a3d1caf276ee5e76bb25a284b5f7e678",
            "{a3d1caf2-76ee-5e76-bb25-a284b5f7e678}",
            "urn:uuid:a3d1caf2-76ee-5e76-bb25-a284b5f7e678",
            "a3d1caf2-76ee-5e76-bb25-a284b5f7e678 ",
        ] {
            assert!(booking_id(text).is_none() && notification_id(text).is_none(), "{text:?}");
        }
    }
}
