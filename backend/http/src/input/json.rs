//! Parses JSON bodies and refuses objects with a repeated name: some parsers take the first value
//! and some the last, so it is not clear which one the caller meant.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// The value, and the paths of the names that are given more than once, as `weekly.monday[1].end`.
///
/// # Errors
/// If it is no JSON.
pub fn parse(text: &[u8]) -> serde_json::Result<(Value, Vec<String>)> {
    let doubled = RefCell::default();
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Reader { location: &Location::Root, doubled: &doubled };
    let value = value.deserialize(&mut reader)?;
    reader.end()?;
    Ok((value, doubled.into_inner()))
}

/// The location of a value in the document.
enum Location<'a> {
    Root,
    Field(&'a Location<'a>, &'a str),
    Item(&'a Location<'a>, usize),
}

impl fmt::Display for Location<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Self::Root, name) => out.write_str(name),
            Self::Field(parent, name) => write!(out, "{parent}.{name}"),
            Self::Item(parent, index) => write!(out, "{parent}[{index}]"),
        }
    }
}

/// Reads the value at a location and notes the names that are given more than once below it.
#[derive(Clone, Copy)]
struct Reader<'a> {
    location: &'a Location<'a>,
    doubled: &'a RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let location = Location::Item(self.location, items.len());
            match list.next_element_seed(Reader { location: &location, ..self })? {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            let location = Location::Field(self.location, &name);
            let value = object.next_value_seed(Reader { location: &location, ..self })?;
            if fields.contains_key(&name) {
                self.doubled.borrow_mut().push(location.to_string());
            }
            fields.insert(name, value);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_name_that_is_given_twice_is_found_wherever_it_stands() {
        for (text, paths) in [
            (r#"{"a":1,"b":2}"#, &[][..]),
            (r#"{"a":1,"a":1}"#, &["a"]),
            (r#"{"a":1,"\u0061":2}"#, &["a"]),
            (r#"{"a":{"b":1,"b":2},"c":[0,{"d":1,"d":2}]}"#, &["a.b", "c[1].d"]),
            (r#"[{"a":1,"a":2},[{"b":1,"b":2}]]"#, &["[0].a", "[1][0].b"]),
            (r#"{"a":{"b":1},"a":{"b":1}}"#, &["a"]),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap().1, paths, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "{", "{}{}", "{\"a\":}", "[1,]", "nul", "\u{0}", &"[".repeat(10_000)] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_the_library_reads_it(text in r#"[\[\]{}",:a-c0-9.eE+\-\\ tfn]{0,40}"#) {
            let read = parse(text.as_bytes()).map(|(value, _)| value).map_err(|it| it.to_string());
            let library = serde_json::from_str::<Value>(&text).map_err(|it| it.to_string());
            prop_assert_eq!(read, library);
        }
    }
}
