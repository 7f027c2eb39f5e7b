//! Names of people. They come from accounts, where nobody checks them, so they are cleaned.

use slotbook_contract::limits::MAX_TEXT_CHARACTERS;
use slotbook_contract::text;

/// The name of a provider who has given none. No part of their address is used, because it is not
/// public.
pub const NAMELESS: &str = "Provider";

/// The visible part of the name, as one line with its direction isolated; `None` if nothing is
/// visible.
pub fn visible_name(name: &str) -> Option<String> {
    let line: String = text::visible_line(name).chars().take(MAX_TEXT_CHARACTERS).collect();
    let name = line.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}
