// A listener on a Firestore query for the Rust side.

import { firestore } from "./firestore.js";

/**
 * Listens to the query that `ask(sdk, db)` makes. Calls `onDelivery(json, fromCache, lastDate)`
 * with the new and changed documents, each as `toPlain(fields, sdk, db)` resolves it. `lastDate` is
 * the date of the query's last document, and is given only if there are `most` documents, because
 * documents after it are then missing. Calls `onEnd()` once if the listener cannot begin or has
 * ended for good. Returns the function that ends it; nothing is called after that.
 */
export function listen(ask, toPlain, most, onDelivery, onEnd) {
  let ended = false;
  let unsubscribe = () => {};
  // A delivery that has to read more must not be overtaken by a later one.
  let turn = Promise.resolve();
  const fail = (error) => {
    console.warn("A listener has ended:", error);
    if (!ended) onEnd();
  };
  firestore()
    .then(({ sdk, db }) => {
      if (ended) return;
      unsubscribe = sdk.onSnapshot(
        ask(sdk, db),
        // Only changes of metadata tell that the cached documents have been confirmed by the
        // server.
        { includeMetadataChanges: true },
        (snapshot) => {
          const changes = snapshot.docChanges().filter(({ type }) => type !== "removed");
          const resolved = Promise.all(changes.map(({ doc }) => toPlain(doc.data(), sdk, db)));
          const lastDate = snapshot.size >= most ? snapshot.docs.at(-1).get("date") : undefined;
          turn = turn.then(async () => {
            const documents = JSON.stringify(await resolved);
            if (!ended) onDelivery(documents, snapshot.metadata.fromCache, lastDate);
          });
          turn.catch(fail);
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

/** The fields with timestamps as microseconds, the precision that Firestore stores. */
export function withMicros(fields, sdk) {
  const micros = ({ seconds, nanoseconds }) => seconds * 1e6 + Math.floor(nanoseconds / 1e3);
  const field = ([name, value]) => [name, value instanceof sdk.Timestamp ? micros(value) : value];
  return Object.fromEntries(Object.entries(fields).map(field));
}

/** The SDK's instant for a number of microseconds after the epoch. */
export function timestampOf(micros, sdk) {
  const seconds = Math.floor(micros / 1e6);
  return new sdk.Timestamp(seconds, (micros - seconds * 1e6) * 1e3);
}
