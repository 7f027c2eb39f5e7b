//! Names of people. They come from accounts, where nobody checks them, so they are cleaned.

use slotbook_contract::limits::MAX_TEXT_CHARACTERS;
use slotbook_contract::text;

/// What is shown of a provider who has given no name. Never a part of their address, which is not
/// public.
pub const NAMELESS: &str = "Provider";

/// The name as one line of what can be seen of it, in a direction of its own; `None` if nothing
/// can be seen.
pub fn visible_name(name: &str) -> Option<String> {
    let line: String = text::visible_line(name).chars().take(MAX_TEXT_CHARACTERS).collect();
    let name = line.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}
