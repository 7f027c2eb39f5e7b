//! What a provider may write about a service.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn name(text: &str) -> Result<String, &'static str> {
    Name::from_field(&text.into()).map(|Name(name)| name)
}

fn description(text: &str) -> Result<String, &'static str> {
    Description::from_field(&text.into()).map(|Description(text)| text)
}

#[test]
fn a_name_that_nobody_can_see_is_refused() {
    for text in [
        "",
        " ",
        "\u{200b}",
        "\u{3164}",
        "\u{2800}",
        "\u{ad}",
        "\u{feff}",
        "\u{115f}\u{1160}",
        "\u{ffa0}",
        "\u{17b4}",
        "\u{34f}",
        "\u{180e}",
        "\u{2060}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{e0041}",
        "\u{a0}\u{3000}\u{2003}",
        "\u{1d159}",
        " \u{200b}\u{3164}\u{2800}\u{ad}\u{feff} ",
    ] {
        assert!(name(text).is_err(), "{text:?}");
    }
    for text in ["A", "あ", "1", "✂", "💇🏽\u{200d}♀\u{fe0f}", "É", "שיער", "क्ष", "!"]
    {
        assert_eq!(name(text).as_deref(), Ok(text));
    }
}

#[test]
fn a_name_ends_with_what_can_be_seen() {
    assert_eq!(name("\u{feff} Haircut \u{200b}\u{3164}").as_deref(), Ok("Haircut"));
    // What joins letters or chooses the look of a sign belongs to them.
    assert_eq!(name("✂\u{fe0f}").as_deref(), Ok("✂\u{fe0f}"));
}

#[test]
fn text_that_turns_the_direction_of_what_stands_around_it_is_refused() {
    for control in
        "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".chars()
    {
        let text = format!("Hair{control}cut");
        assert!(name(&text).is_err() && description(&text).is_err(), "{text:?}");
    }
    for text in ["תספורת", "תספורת\u{200f}!", "قص شعر"] {
        assert_eq!(name(text).as_deref(), Ok(text));
        assert_eq!(description(text).as_deref(), Ok(text));
    }
}

#[test]
fn a_description_keeps_its_lines_as_they_were_written() {
    assert_eq!(description("one\ntwo\n\nthree").as_deref(), Ok("one\ntwo\n\nthree"));
    assert_eq!(description("one\r\ntwo\rthree\r\n").as_deref(), Ok("one\ntwo\nthree"));
    assert_eq!(description("one\u{2028}two\u{85}three").as_deref(), Ok("one\ntwo\nthree"));
    assert_eq!(description("a\tb").as_deref(), Ok("a\tb"));
    assert_eq!(description(" \r\n ").as_deref(), Ok(""));
}

#[test]
fn a_control_character_is_refused_with_a_sentence_that_speaks_of_characters() {
    for control in ['\0', '\u{7}', '\u{8}', '\u{b}', '\u{c}', '\u{1b}', '\u{7f}', '\u{9b}'] {
        let refused = description(&format!("a{control}b")).unwrap_err();
        assert!(refused.contains("character") && !refused.contains("byte"), "{refused}");
    }
    assert!(name("two\nlines").unwrap_err().contains("one line"));
}

#[test]
fn limits_count_characters() {
    for letter in ["a", "é", "日", "💇"] {
        assert!(name(&letter.repeat(200)).is_ok(), "{letter}");
        assert!(description(&letter.repeat(2000)).is_ok(), "{letter}");
        let (long, longer) = (name(&letter.repeat(201)), description(&letter.repeat(2001)));
        assert!(long.unwrap_err().contains("200 characters"), "{letter}");
        assert!(longer.unwrap_err().contains("2000 characters"), "{letter}");
    }
}

#[test]
fn a_code_that_is_no_money_is_no_currency() {
    for code in [
        "XXX", "XTS", "XAU", "XAG", "XPT", "XPD", "XDR", "XSU", "XUA", "XBA", "XBB", "XBC", "XBD",
        "XAD", "BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "HRK", "BYR", "ROL",
        "SKK", "STD", "ZMK", "ZWL", "SLL", "CUC", "ANG", "DEM", "BTC", "gbp", "GBP ", "£", "", "G",
    ] {
        assert!(Currency::from_field(&code.into()).is_err(), "{code:?}");
    }
    for code in ["GBP", "COP", "MGA", "MRU", "HUF", "XOF", "XAF", "XPF", "XCD", "XCG", "ZWG", "SLE"]
    {
        assert!(Currency::from_field(&code.into()).is_ok(), "{code}");
    }
}

#[test]
fn an_amount_is_a_plain_whole_number() {
    for amount in [json!(1e2), json!(5.0), json!("5"), json!("+5"), json!(-1), json!(null)] {
        assert!(Amount::from_field(&amount).is_err(), "{amount}");
    }
    // 20,000,000.00 Colombian pesos are about 5,000 dollars.
    assert!(Amount::from_field(&json!(2_000_000_000_i64)).is_ok());
}

proptest! {
    #[test]
    fn whatever_a_name_is_made_of_it_is_refused_or_kept_whole(text in any::<String>()) {
        if let Ok(kept) = name(&text) {
            prop_assert!(text.contains(&kept) && !kept.contains(char::is_control));
            prop_assert_eq!(name(&kept), Ok(kept));
        }
    }

    #[test]
    fn a_description_that_was_kept_is_kept_again_as_it_is(text in any::<String>()) {
        if let Ok(kept) = description(&text) {
            prop_assert_eq!(description(&kept), Ok(kept));
        }
    }
}
