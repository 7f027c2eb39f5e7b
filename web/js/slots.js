// The listener on a service's slots.

import { firestore } from "./firestore.js";

/**
 * Listens to the slots of a service with `from` <= date <= `to`: those changed after
 * `changedAfter` (milliseconds), or all of them when it is undefined.
 *
 * Calls `onDelivery(json, fromCache, lastDate)` with the documents that are new or have changed,
 * `lastDate` only when there are `most` documents: then those of later dates, and perhaps some of
 * that date, are missing. Calls `onEnd()` once when the listener cannot begin or has ended for good. Returns the function that
 * ends it; nothing is called after that.
 */
export function watchSlots(serviceId, from, to, changedAfter, most, onDelivery, onEnd) {
  let ended = false;
  let unsubscribe = () => {};
  const fail = (error) => {
    console.warn("The slots' listener has ended:", error);
    if (!ended) onEnd();
  };
  firestore()
    .then(({ sdk, db }) => {
      if (ended) return;
      unsubscribe = sdk.onSnapshot(
        slotsQuery(sdk, db, serviceId, from, to, changedAfter, most),
        // Without the changes of metadata nobody would tell that the cache has become the truth.
        { includeMetadataChanges: true },
        (snapshot) => {
          const changed = snapshot.docChanges().filter((change) => change.type !== "removed");
          const documents = changed.map((change) => plain(sdk, change.doc.data()));
          const last = snapshot.size >= most ? snapshot.docs.at(-1).get("date") : undefined;
          onDelivery(JSON.stringify(documents), snapshot.metadata.fromCache, last);
        },
        fail,
      );
    })
    .catch(fail);
  return () => {
    ended = true;
    unsubscribe();
  };
}

function slotsQuery(sdk, db, serviceId, from, to, changedAfter, most) {
  const { collection, limit, orderBy, query, Timestamp, where } = sdk;
  const changed =
    changedAfter === undefined
      ? [orderBy("date")]
      : [
          where("updated_at", ">", Timestamp.fromMillis(changedAfter)),
          orderBy("date"),
          orderBy("updated_at"),
        ];
  return query(
    collection(db, "services", serviceId, "slots"),
    where("date", ">=", from),
    where("date", "<=", to),
    ...changed,
    limit(most),
  );
}

/** The document with its timestamps as milliseconds; whether it is whole is for the reader to say. */
function plain(sdk, slot) {
  const field = ([name, value]) => [name, value instanceof sdk.Timestamp ? value.toMillis() : value];
  return Object.fromEntries(Object.entries(slot).map(field));
}
