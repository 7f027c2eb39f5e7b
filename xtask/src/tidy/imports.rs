//! Reads from the text which rooms and crates a file names, and compares with the table.

use super::rooms::{Neighbours, OWNED, ROOMS, Room};
use super::source::Source;

/// The table holds.
pub fn rooms_keep_to_themselves(sources: &[Source]) -> Vec<String> {
    let rust = sources.iter().filter(|it| it.is_one_of(&["rs"]));
    rust.flat_map(|source| {
        let code = source.code_without_tests();
        let in_room = ROOMS.iter().filter(|it| source.path.starts_with(it.folder));
        let mut wrong: Vec<String> =
            in_room.flat_map(|it| wrong_in_room(it, source, &code)).collect();
        wrong.extend(wrong_owners(source, &code));
        wrong
    })
    .collect()
}

fn wrong_in_room(room: &Room, source: &Source, code: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in named_rooms(code) {
        if !is_allowed(room, &name) {
            wrong.push(format!(
                "{}: imports crate::{name}, which {} must not know: take it through what it may \
                 import (docs/architecture.md, \"Who may import whom\")",
                source.path, room.folder
            ));
        }
    }
    for name in room.foreign.iter().filter(|it| names_crate(code, it)) {
        wrong.push(format!("{}: names {name}, which {} must not know", source.path, room.folder));
    }
    for word in room.words.iter().filter(|it| code.contains(**it)) {
        wrong.push(format!(
            "{}: `{word}` has no place in {}: hand in what is needed",
            source.path, room.folder
        ));
    }
    wrong
}

fn wrong_owners(source: &Source, code: &str) -> Vec<String> {
    let strangers = OWNED.iter().filter(|(_, folders)| {
        source.path.starts_with("backend/src/")
            && !folders.iter().any(|it| source.path.starts_with(it))
    });
    strangers
        .filter(|(name, _)| names_crate(code, name))
        .map(|(name, folders)| {
            let folders = folders.join(" and ");
            format!("{}: names {name}: only {folders} may; put a port between", source.path)
        })
        .collect()
}

fn is_allowed(room: &Room, name: &str) -> bool {
    match room.neighbours {
        Neighbours::Only(names) => names.contains(&name),
        Neighbours::Never(names) => !names.contains(&name),
    }
}

/// The first name after each `crate::`, and each first name of `crate::{a::b, c}`. Types and
/// functions at the crate's root are no rooms, but they are named the same way and count.
fn named_rooms(code: &str) -> Vec<String> {
    let mut names: Vec<String> = code
        .split("crate::")
        .skip(1)
        .flat_map(|after| match after.strip_prefix('{') {
            Some(group) => first_names(group),
            None => vec![leading_word(after)],
        })
        .filter(|it| !it.is_empty())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The names at the group's own level, up to its closing bracket.
fn first_names(group: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            _ if depth == 0 => parts.last_mut().expect("it starts with one").push(letter),
            _ => {}
        }
    }
    parts.iter().map(|it| leading_word(it.trim())).collect()
}

fn leading_word(text: &str) -> String {
    text.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()
}

/// `name::` or `use name;`, where the name is not the end of a longer path or word.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = &code[..at];
        let after = &code[at + name.len()..];
        let starts = !before.ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == ':');
        let is_used =
            after.starts_with("::") || (before.ends_with("use ") && after.starts_with(';'));
        starts && is_used
    })
}

#[cfg(test)]
mod tests {
    use super::super::source::tests::source;
    use super::*;

    fn wrong(path: &str, text: &str) -> Vec<String> {
        rooms_keep_to_themselves(&[source(path, text)])
    }

    #[test]
    fn a_forbidden_room_is_found_however_it_is_named() {
        let texts = [
            "use crate::store::Slots;",
            "use crate::{app::Error, store::Slots};",
            "use crate::{\n    app::{a, b},\n    store,\n};",
            "fn f() { crate::store::read() }",
        ];
        for text in texts {
            assert_eq!(wrong("backend/src/http/bookings.rs", text).len(), 1, "{text}");
        }
    }

    #[test]
    fn allowed_rooms_comments_strings_and_tests_are_left_alone() {
        let text = "//! Not crate::store.\nuse crate::app::BookSlot; // crate::mail\n\
                    const S: &str = \"crate::events\";\n\
                    #[cfg(test)]\nmod tests { use crate::store::X; }";
        assert_eq!(wrong("backend/src/http/bookings.rs", text), [""; 0]);
    }

    #[test]
    fn the_domain_is_pure() {
        assert_eq!(wrong("backend/src/domain/slot.rs", "use serde::Serialize;").len(), 1);
        assert_eq!(wrong("backend/src/domain/slot.rs", "async fn f() {}").len(), 1);
        assert_eq!(wrong("backend/src/domain/slot.rs", "use crate::app::X;").len(), 1);
        assert_eq!(wrong("backend/src/domain/slot.rs", "use chrono::NaiveDate;"), [""; 0]);
    }

    #[test]
    fn a_crate_of_the_outside_is_named_by_its_owner_only() {
        assert_eq!(wrong("backend/src/app/book_slot.rs", "use firestore::FirestoreDb;").len(), 1);
        assert_eq!(wrong("backend/src/config.rs", "let x = lettre::Message::builder();").len(), 1);
        assert_eq!(wrong("backend/src/store/commit.rs", "use firestore::FirestoreDb;"), [""; 0]);
        assert_eq!(wrong("backend/src/process.rs", "axum::serve(listener, router)"), [""; 0]);
    }

    #[test]
    fn a_name_inside_a_longer_path_is_another_thing() {
        let text = "use slotbook_contract::firestore::X; use my_firestore::Y;";
        assert_eq!(wrong("backend/src/app/x.rs", text), [""; 0]);
    }

    #[test]
    fn the_page_and_the_wire_have_rules_of_their_own() {
        assert_eq!(wrong("web/src/state/calendar.rs", "use web_sys::window;").len(), 1);
        assert_eq!(wrong("web/src/components/toast.rs", "use crate::hooks::use_api;").len(), 1);
        assert_eq!(wrong("web/src/pages/home.rs", "use crate::api::book;").len(), 1);
        assert_eq!(wrong("contract/src/ids.rs", "use slotbook::domain::Slot;").len(), 1);
    }
}
