//! Text entered by people, made safe for mails: names appear in headers, between our own words in
//! plain text, and in HTML.

use slotbook_contract::text;
use std::fmt;

/// How many characters of a name are shown; a longer one is more likely abuse than a name.
const MAX_CHARACTERS: usize = 120;
/// First strong isolate and pop directional isolate (Unicode Bidirectional Algorithm, UAX 9).
const ISOLATES: (char, char) = ('\u{2068}', '\u{2069}');

/// One visible line of limited length, without line breaks, control characters or characters that
/// reorder the text around it. It is plain text; the HTML templates escape it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneLine(String);

impl OneLine {
    /// The visible part of `text`, shortened to one line.
    pub fn new(text: &str) -> Self {
        let words = text::visible_line(text);
        // Mail programs read `=?` as the beginning of an encoded word (RFC 2047), which could hide
        // anything that was removed above.
        let line = shortened(&words).replace("=?", "= ?");
        Self(if line.chars().any(is_right_to_left) {
            format!("{}{line}{}", ISOLATES.0, ISOLATES.1)
        } else {
            line
        })
    }

    /// The line, if it has a visible character.
    pub fn visible(text: &str) -> Option<Self> {
        Some(Self::new(text)).filter(|line| !line.0.is_empty())
    }

    /// The name of a person or a service, if it has a visible character, without anything that a
    /// mail program would turn into a link: a stranger may have chosen the name.
    pub fn name(text: &str) -> Option<Self> {
        Self::visible(&without_addresses(text))
    }

    /// The line for a header field of its own, where no other text is beside it.
    pub fn without_isolates(&self) -> &str {
        self.0.trim_matches([ISOLATES.0, ISOLATES.1])
    }
}

impl fmt::Display for OneLine {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

/// The text without anything that looks like a web or mail address: a blank separates the parts
/// that would have to be adjacent. The dots are those that browsers accept as one.
fn without_addresses(text: &str) -> String {
    let line = text::visible_line(text).replace("://", " ");
    let mut apart = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let before = apart.chars().next_back();
        apart.push(letter);
        let parts = match letter {
            '@' | '\u{ff20}' => true,
            '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => !is_decimal(before, letters.peek()),
            _ => false,
        };
        if parts && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
            apart.push(' ');
        }
    }
    apart
}

/// Whether a dot between these two characters is part of a number.
fn is_decimal(before: Option<char>, after: Option<&char>) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    before.is_some_and(is_digit) && after.copied().is_some_and(is_digit)
}

/// Letters of the scripts that run from right to left.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn shortened(words: &str) -> String {
    match words.char_indices().nth(MAX_CHARACTERS) {
        None => words.to_owned(),
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_or_reorders_a_line_is_left_out() {
        let line = OneLine::new("  Ada\r\nBcc: all@example.test\u{202e}\u{2066}\u{0} \t Byron ");
        assert_eq!(line.to_string(), "Ada Bcc: all@example.test Byron");
    }

    #[test]
    fn a_name_from_right_to_left_does_not_reorder_what_follows_it() {
        let name = OneLine::new("דנה כהן");
        assert_eq!(name.to_string(), "\u{2068}דנה כהן\u{2069}");
        assert_eq!(name.without_isolates(), "דנה כהן");
    }

    #[test]
    fn nothing_hides_in_what_looks_like_an_encoded_word() {
        assert_eq!(OneLine::new("=?utf-8?q?=E2=80=AE?=").to_string(), "= ?utf-8?q?=E2=80=AE?=");
    }

    #[test]
    fn a_name_holds_nothing_that_a_reader_of_mails_makes_a_link_of() {
        for (name, shown) in [
            ("Win at https://evil.example/now", "Win at https evil. example/now"),
            ("www.evil.example", "www. evil. example"),
            (
                "evil\u{3002}example, evil\u{ff0e}example",
                "evil\u{3002} example, evil\u{ff0e} example",
            ),
            ("ev\u{ad}il.\u{200b}example", "evil. example"),
            ("write to me@evil.example", "write to me@ evil. example"),
            ("mailto:me@evil.example", "mailto:me@ evil. example"),
            ("Dr.Ada Byron", "Dr. Ada Byron"),
            ("J.R.R. Tolkien", "J. R. R. Tolkien"),
            ("1.5 hours", "1.5 hours"),
            ("Carol Shaw-O'Hara Jr.", "Carol Shaw-O'Hara Jr."),
        ] {
            assert_eq!(OneLine::name(name).unwrap().to_string(), shown);
        }
        assert_eq!(OneLine::name("\u{200b}"), None);
    }

    #[test]
    fn a_name_that_goes_on_for_ever_ends() {
        assert_eq!(OneLine::new(&"é".repeat(5000)).to_string().chars().count(), MAX_CHARACTERS + 1);
        assert_eq!(
            OneLine::new(&"é".repeat(MAX_CHARACTERS)).to_string().chars().count(),
            MAX_CHARACTERS
        );
    }
}
