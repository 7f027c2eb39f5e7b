// A person's own bookings, and the mails that confirm them.

import { firestore } from "./firestore.js";
import { listen, timestampOf, withMicros } from "./listening.js";

/** Listens to a person's newest bookings, at most `most` of them. */
export function watchOwnBookings(userId, most, onDelivery, onEnd) {
  const ask = (sdk, db) => sdk.query(...newestFirst(sdk, db, userId), sdk.limit(most));
  return listen(ask, withProviderName, most, onDelivery, onEnd);
}

/**
 * Resolves to the bookings before another one, newest first, as JSON. They need no listener,
 * because a booking never changes.
 */
export async function earlierBookings(userId, createdAtMicros, bookingId, most) {
  const { sdk, db } = await firestore();
  const after = sdk.startAfter(timestampOf(createdAtMicros, sdk), bookingId);
  const found = await sdk.getDocs(
    sdk.query(...newestFirst(sdk, db, userId), after, sdk.limit(most)),
  );
  return JSON.stringify(await Promise.all(found.docs.map((one) => withProviderName(one.data(), sdk, db))));
}

/** Listens to the confirmations of these bookings; Firestore accepts at most 30 ids. */
export function watchConfirmations(userId, bookingIds, onDelivery, onEnd) {
  const ask = ({ collection, limit, query, where }, db) =>
    query(
      collection(db, "notifications"),
      where("user_id", "==", userId),
      where("email_type", "==", "booking_confirmation"),
      where("booking_id", "in", bookingIds),
      limit(bookingIds.length),
    );
  // The limit is higher than the number of results, so it is never reached.
  return listen(ask, withMicros, Infinity, onDelivery, onEnd);
}

function newestFirst({ collection, documentId, orderBy, where }, db, userId) {
  return [
    collection(db, "bookings"),
    where("user_id", "==", userId),
    where("status", "==", "booked"),
    orderBy("created_at", "desc"),
    orderBy(documentId(), "desc"),
  ];
}

const names = new Map();

/** The booking with its provider's name. Each provider is read once. */
async function withProviderName(fields, sdk, db) {
  const { provider_id: id } = fields;
  if (!names.has(id)) {
    const provider = sdk.getDoc(sdk.doc(db, "providers", id)).catch(() => names.delete(id) && null);
    names.set(id, provider);
  }
  const provider = await names.get(id);
  return { ...withMicros(fields, sdk), provider_name: provider?.data()?.display_name ?? "" };
}
