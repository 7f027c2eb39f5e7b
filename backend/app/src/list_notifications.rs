//! The mails about one booking that are for the person who asks.

use super::{App, Error, read_booking};
use slotbook_contract::{BookingId, EmailType, Notification, UserId};
use slotbook_domain::notification_id;

/// The caller's own mails about a booking of theirs; `None` if they have no such booking.
///
/// # Errors
/// If the store is out of reach.
pub async fn list_notifications(
    app: &App,
    user: &UserId,
    booking: BookingId,
) -> Result<Option<Vec<Notification>>, Error> {
    if read_booking(app, user, booking).await?.is_none() {
        return Ok(None);
    }
    let entry_of = |email_type| app.notifications.entry(notification_id(booking, email_type));
    let (confirmation, notice) = futures::try_join!(
        entry_of(EmailType::BookingConfirmation),
        entry_of(EmailType::AppointmentNotification),
    )?;
    let own = [confirmation, notice]
        .into_iter()
        .flatten()
        .map(|seen| seen.value)
        .filter(|mail| mail.entry.is_for(user));
    Ok(Some(own.map(|mail| mail.to_contract()).collect()))
}
