//! Rust and JavaScript without their comments and with empty strings, so that a rule that looks
//! for words is not misled by what is only said or quoted.

/// Line ends stay, so lines keep their numbers.
pub fn bare(text: &str) -> String {
    let mut reader = Reader { rest: text, bare: String::with_capacity(text.len()) };
    while !reader.rest.is_empty() {
        reader.step();
    }
    reader.bare
}

struct Reader<'a> {
    rest: &'a str,
    bare: String,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            self.drop_to(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.drop_to(self.rest.find("*/").map_or(self.rest.len(), |it| it + 2));
        } else if let Some(hashes) = self.raw_string() {
            self.raw_string_to_its_end(hashes);
        } else if let Some(quote @ ('"' | '`')) = self.rest.chars().next() {
            self.string(quote);
        } else if let Some(length) = self.character() {
            self.drop_to(length);
            self.bare.push_str("''");
        } else {
            self.keep_one();
        }
    }

    /// `r"`, `r#"`: the number of hashes. A word that merely ends in r is none.
    fn raw_string(&self) -> Option<usize> {
        let after = self.rest.strip_prefix('r')?;
        let in_a_word = self.bare.ends_with(|it: char| it.is_alphanumeric() && it != 'b');
        let hashes = after.len() - after.trim_start_matches('#').len();
        (after[hashes..].starts_with('"') && !in_a_word).then_some(hashes)
    }

    fn raw_string_to_its_end(&mut self, hashes: usize) {
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = hashes + 2;
        let length =
            self.rest[inside..].find(&end).map_or(self.rest.len(), |it| inside + it + end.len());
        self.drop_to(length);
        self.bare.push_str("\"\"");
    }

    fn string(&mut self, quote: char) {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find(|(_, it)| {
            let ends = *it == quote && !escaped;
            escaped = *it == '\\' && !escaped;
            ends
        });
        self.drop_to(end.map_or(self.rest.len(), |(at, _)| at + 1));
        self.bare.push_str("\"\"");
    }

    /// `'x'` and `'\n'`, but neither a lifetime nor JavaScript's `'word'`, which stays as it is.
    fn character(&self) -> Option<usize> {
        let inside = self.rest.strip_prefix('\'')?;
        if inside.starts_with('\\') {
            return inside[2..].find('\'').map(|it| it + 4);
        }
        let first = inside.chars().next()?;
        inside[first.len_utf8()..].starts_with('\'').then_some(first.len_utf8() + 2)
    }

    fn keep_one(&mut self) {
        let Some(first) = self.rest.chars().next() else { return };
        self.bare.push(first);
        self.rest = &self.rest[first.len_utf8()..];
    }

    fn drop_to(&mut self, length: usize) {
        let (dropped, rest) = self.rest.split_at(length);
        self.bare.extend(dropped.chars().filter(|it| *it == '\n'));
        self.rest = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_lines_stay() {
        assert_eq!(bare("a // crate::b\n/* c\nd */ e"), "a \n\n e");
    }

    #[test]
    fn strings_are_emptied() {
        assert_eq!(bare(r#"f("dbg!(\" //", 'x', '"') + g"#), r#"f("", '', '') + g"#);
        assert_eq!(bare("r#\"a \" b\"# + var\"c\""), "\"\" + var\"\"");
    }

    #[test]
    fn lifetimes_are_no_characters() {
        assert_eq!(bare("fn f<'a>(x: &'a str) {}"), "fn f<'a>(x: &'a str) {}");
    }
}
