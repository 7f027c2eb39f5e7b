//! A person's own bookings: those they made, and those made with them.

use super::ports::BookingCursor;
use super::{App, Error, Range};
use slotbook_contract::{BookingId, ProviderId, UserId};
use slotbook_domain::Booking;

/// A page of bookings, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    /// The bookings.
    pub bookings: Vec<Booking>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<BookingCursor>,
}

/// At most `size` bookings of this person after `after`.
///
/// # Errors
/// If the store is out of reach.
pub async fn list_bookings(
    app: &App,
    user: &UserId,
    after: Option<&BookingCursor>,
    size: u32,
) -> Result<Page, Error> {
    // One more than asked for tells whether there is another page.
    let mut bookings = app.storage.bookings_of(user, after, size + 1).await?;
    let has_more = bookings.len() > size as usize;
    bookings.truncate(size as usize);
    let next = bookings
        .last()
        .filter(|_| has_more)
        .map(|last| BookingCursor { created_at: last.created_at, id: last.id });
    Ok(Page { bookings, next })
}

/// One booking, if it is this person's; somebody else's is not found either.
///
/// # Errors
/// If the store is out of reach.
pub async fn read_booking(
    app: &App,
    user: &UserId,
    id: BookingId,
) -> Result<Option<Booking>, Error> {
    Ok(app.storage.booking(id).await?.filter(|booking| booking.is_held_by(user)))
}

/// The bookings made with this provider for slots in a range of dates, by start.
///
/// # Errors
/// If the store is out of reach.
pub async fn list_bookings_with(
    app: &App,
    provider: &ProviderId,
    range: Range,
) -> Result<Vec<Booking>, Error> {
    let mut bookings = app.storage.bookings_with(provider, range.from, range.to).await?;
    bookings.sort_by_key(|booking| (booking.starts_at, booking.id));
    Ok(bookings)
}
