// The bookings made with a provider; only the desk loads this.

import { listen, withMicros } from "./listening.js";

/** Listens to the bookings with `from` <= date <= `to`, ordered by date. */
export function watchBookingsWith(providerId, from, to, most, onDelivery, onEnd) {
  const ask = ({ collection, limit, orderBy, query, where }, db) =>
    query(
      collection(db, "bookings"),
      where("provider_id", "==", providerId),
      where("status", "==", "booked"),
      where("date", ">=", from),
      where("date", "<=", to),
      orderBy("date"),
      limit(most),
    );
  return listen(ask, withMicros, most, onDelivery, onEnd);
}
