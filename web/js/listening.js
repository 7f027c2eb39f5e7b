// A listener on a query of Firestore, as the Rust side wants it.

import { firestore } from "./firestore.js";

/**
 * Listens to the query that `ask(sdk, db)` makes.
 *
 * Calls `onDelivery(json, fromCache, lastDate)` with the documents that are new or have changed,
 * each as `toPlain(fields, sdk, db)` resolves it. `lastDate`, the date of the query's last document,
 * is given only when there are `most` documents: then what would come after it is missing. Calls
 * `onEnd()` once when the listener cannot begin or has ended for good. Returns the function that
 * ends it; nothing is called after that.
 */
export function listen(ask, toPlain, most, onDelivery, onEnd) {
  let ended = false;
  let unsubscribe = () => {};
  // What one delivery has to ask for must not let a later one overtake it.
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
        // Without the changes of metadata nobody would tell that the cache has become the truth.
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

/** The fields with their timestamps as microseconds, which is as fine as Firestore keeps them. */
export function withMicros(fields, sdk) {
  const micros = ({ seconds, nanoseconds }) => seconds * 1e6 + Math.floor(nanoseconds / 1e3);
  const field = ([name, value]) => [name, value instanceof sdk.Timestamp ? micros(value) : value];
  return Object.fromEntries(Object.entries(fields).map(field));
}

/** The instant so many microseconds after the epoch, as the SDK has it. */
export function timestampOf(micros, sdk) {
  const seconds = Math.floor(micros / 1e6);
  return new sdk.Timestamp(seconds, (micros - seconds * 1e6) * 1e3);
}
