//! Text entered by people: which characters are visible, and which affect the text around them.

/// Characters that show nothing although Unicode counts them as letters or symbols: U+2800 is
/// Braille without a dot, U+16FE4 fills a gap in Khitan, U+1D159 is a note head that is not drawn.
const BLANKS: [char; 3] = ['\u{2800}', '\u{16fe4}', '\u{1d159}'];

/// Whether a character shows nothing: white space, a control character, or one of Unicode's
/// "default ignorable" characters, such as U+200B, the soft hyphen and the fillers of Hangul.
pub fn is_invisible(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || BLANKS.contains(&letter)
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the character joins letters or selects the form of the character before it. The spelling
/// of names in Persian and Hindi, and of many emoji, needs such characters.
fn is_part_of_spelling(letter: char) -> bool {
    matches!(letter,
        '\u{34f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{200c}'..='\u{200d}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether the character is one of the embeddings, overrides and isolates of the Unicode
/// Bidirectional Algorithm (UAX 9), which change the direction of the text that follows.
pub fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the text has a visible character.
pub fn is_visible(text: &str) -> bool {
    !text.chars().all(is_invisible)
}

/// The text without invisible characters at its beginning and end.
pub fn trim(text: &str) -> &str {
    text.trim_start_matches(is_invisible)
        .trim_end_matches(|letter| is_invisible(letter) && !is_part_of_spelling(letter))
}

/// The visible part of the text, on one line: white space, line breaks and control characters
/// become spaces between words; invisible characters and those that change the direction are left
/// out. Empty if the text has no visible character.
pub fn visible_line(text: &str) -> String {
    if !is_visible(text) {
        return String::new();
    }
    let letters = text.chars().filter_map(|letter| match letter {
        // A filler takes the place of a letter, so it becomes a space.
        '\u{2800}' | '\u{3164}' | '\u{ffa0}' => Some(' '),
        _ if letter.is_whitespace() || letter.is_control() => Some(' '),
        _ if is_invisible(letter) && !is_part_of_spelling(letter) => None,
        _ => Some(letter),
    });
    let words: String = letters.collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_properties::props::{DefaultIgnorableCodePoint, WhiteSpace};
    use icu_properties::{CodePointSetData, CodePointSetDataBorrowed};

    fn set<P: icu_properties::props::BinaryProperty>() -> CodePointSetDataBorrowed<'static> {
        CodePointSetData::new::<P>()
    }

    #[test]
    fn what_unicode_lets_nobody_see_is_invisible_and_nothing_else_but_the_blanks() {
        let (ignorable, white) = (set::<DefaultIgnorableCodePoint>(), set::<WhiteSpace>());
        // Annotation marks have no shape of their own, but are not default ignorable.
        let annotates = |letter| ('\u{fff9}'..='\u{fffb}').contains(&letter);
        for letter in '\0'..=char::MAX {
            let expected = ignorable.contains(letter)
                || white.contains(letter)
                || letter.is_control()
                || annotates(letter)
                || BLANKS.contains(&letter);
            assert_eq!(is_invisible(letter), expected, "U+{:04X}", u32::from(letter));
        }
    }

    #[test]
    fn a_line_is_what_can_be_seen_of_a_text() {
        for (text, line) in [
            ("  Ada\r\n\tByron\u{0}", "Ada Byron"),
            ("Ada\u{202e} \u{2066}Byron\u{2069}", "Ada Byron"),
            ("\u{feff}A\u{ad}da\u{200b}", "Ada"),
            ("\u{200b}\u{3164}\u{2800}\u{ad}\u{feff}", ""),
            ("\u{200d}\u{fe0f}", ""),
            ("⠓⠑\u{2800}⠓⠑", "⠓⠑ ⠓⠑"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}⚕\u{fe0f}", "👩\u{200d}⚕\u{fe0f}"),
            ("דנה כהן", "דנה כהן"),
        ] {
            assert_eq!(visible_line(text), line);
            assert_eq!(is_visible(text), !line.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_text_is_trimmed_of_what_nobody_can_see() {
        assert_eq!(trim(" \u{200b}\n Hair cut\u{3164} \u{feff}"), "Hair cut");
        assert_eq!(trim("\u{fe0f}✂\u{fe0f}"), "✂\u{fe0f}");
        assert_eq!(trim("\u{200b} "), "");
    }
}
