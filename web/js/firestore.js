// Firestore, loaded once.

import { startAppCheck } from "./app_check.js";
import { firebaseApp } from "./app.js";
import { chunk } from "./chunk.js";
import { NETWORK_MILLIS, within } from "./time_limit.js";

let loaded;

/** The database and the SDK's functions that are used; rejects if they are not loaded in time. */
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
  // Firestore's own requests carry App Check's token too, if App Check is switched on.
  startAppCheck().catch(() => {});
  const db = sdk.getFirestore(app, databaseId);
  if (emulators) {
    const [host, port] = emulators.firestore.split(":");
    sdk.connectFirestoreEmulator(db, host, Number(port));
  }
  return { sdk, db };
}

/** Resolves after the next paint, because the SDK occupies network and processor for a while. */
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    // A hidden tab is not painted.
    setTimeout(resolve, 500);
  });
}
