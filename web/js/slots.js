// The listener on a service's slots.

import { listen, timestampOf, withMicros } from "./listening.js";

/**
 * Listens to the slots of a service with `from` <= date <= `to`, ordered by date: those that
 * changed after `changedAfter` (microseconds), or all of them if it is undefined.
 */
export function watchSlots(serviceId, from, to, changedAfter, most, onDelivery, onEnd) {
  const ask = (sdk, db) => {
    const { collection, limit, query, where } = sdk;
    return query(
      collection(db, "services", serviceId, "slots"),
      where("date", ">=", from),
      where("date", "<=", to),
      ...changes(sdk, changedAfter),
      limit(most),
    );
  };
  return listen(ask, withMicros, most, onDelivery, onEnd);
}

function changes(sdk, changedAfter) {
  const { orderBy, where } = sdk;
  if (changedAfter === undefined) return [orderBy("date")];
  const isNew = where("updated_at", ">", timestampOf(changedAfter, sdk));
  return [isNew, orderBy("date"), orderBy("updated_at")];
}
