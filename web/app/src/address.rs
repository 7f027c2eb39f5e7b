//! Text of people's as a part of an address: every place that puts some into a link or a path takes
//! it from here.

use std::borrow::Cow;

/// The text as one part of a path or one value of a query, whatever it holds.
pub fn part(text: &str) -> Cow<'_, str> {
    urlencoding::encode(text)
}

/// The link that opens a mail to an address and says nothing else: no subject and no other
/// recipient can hide in the address (RFC 6068).
pub fn mail_link(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((name, domain)) => format!("mailto:{}@{}", part(name), part(domain)),
        None => format!("mailto:{}", part(address)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_a_link_is_an_address_and_nothing_else() {
        let link = mail_link("a&b=c?bcc=victim%40x.test&subject=hi%0A@slotbook.test");
        assert_eq!(
            link,
            "mailto:a%26b%3Dc%3Fbcc%3Dvictim%2540x.test%26subject%3Dhi%250A@slotbook.test"
        );
        for (address, link) in [
            ("carol@slotbook.test", "mailto:carol@slotbook.test"),
            ("o'hara+tag@slotbook.test", "mailto:o%27hara%2Btag@slotbook.test"),
            ("a,b@slotbook.test", "mailto:a%2Cb@slotbook.test"),
            ("a@b@slotbook.test", "mailto:a%40b@slotbook.test"),
            ("a@slotbook.test?cc=b@x.test", "mailto:a%40slotbook.test%3Fcc%3Db@x.test"),
            ("a#b@slotbook.test", "mailto:a%23b@slotbook.test"),
            ("jürgen@bücher.example", "mailto:j%C3%BCrgen@b%C3%BCcher.example"),
            ("no address?bcc=x", "mailto:no%20address%3Fbcc%3Dx"),
            ("", "mailto:"),
        ] {
            assert_eq!(mail_link(address), link);
        }
    }

    #[test]
    fn a_part_of_an_address_stays_one_part() {
        assert_eq!(part("a/../b?c=d#e f&g"), "a%2F..%2Fb%3Fc%3Dd%23e%20f%26g");
        assert_eq!(part("consultation-1_b"), "consultation-1_b");
    }
}
