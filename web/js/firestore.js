// Firestore, loaded once.

import { startAppCheck } from "./app_check.js";
import { firebaseApp } from "./app.js";
import { chunk } from "./chunk.js";
import { NETWORK_MILLIS, within } from "./time_limit.js";

let loaded;

/** The database and the functions of the SDK that are used; rejects when they do not come in time. */
export function firestore() {
  loaded ??= load().catch((error) => {
    // A failed load may be tried again.
    loaded = undefined;
    throw error;
  });
  return within(NETWORK_MILLIS, loaded);
}

async function load() {
  await painted();
  const [sdk, { app, databaseId, emulators }] = await Promise.all([
    chunk(() => import("./sdk/firestore.js")),
    firebaseApp(),
  ]);
  // Firestore's own requests carry App Check's token too, if it is switched on.
  startAppCheck().catch(() => {});
  const db = sdk.getFirestore(app, databaseId);
  if (emulators) {
    const [host, port] = emulators.firestore.split(":");
    sdk.connectFirestoreEmulator(db, host, Number(port));
  }
  return { sdk, db };
}

/** What is there already is painted first: the SDK takes the line and the processor for a while. */
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    // Nothing is painted in a tab that nobody looks at.
    setTimeout(resolve, 500);
  });
}
