// The Firebase app, started once. The SDK comes by dynamic import, so that nothing of it stands
// between a visitor and the first paint.

import { remembered } from "./remembered.js";
import { NETWORK_MILLIS, within } from "./time_limit.js";

let started;

/** The app and the emulators' host, or null for the host when the project is a real one. */
export function firebaseApp() {
  started ??= start().catch((error) => {
    // A failed start may be tried again.
    started = undefined;
    throw error;
  });
  return started;
}

async function start() {
  const [{ initializeApp }, config] = await Promise.all([
    import("firebase/app"),
    hostingConfig(),
    // Before any part of the SDK waits for a storage that does not answer.
    remembered(),
  ]);
  // Projects named demo-… never touch production: Firebase's own convention for emulators.
  const emulatorHost = config.projectId.startsWith("demo-") ? "127.0.0.1" : null;
  return { app: initializeApp(config), emulatorHost };
}

/** Hosting gives every page its project's configuration, locally and in production. */
async function hostingConfig() {
  const answer = await within(NETWORK_MILLIS, fetch("/__/firebase/init.json"));
  if (!answer.ok) throw new Error(`init.json was answered with ${answer.status}`);
  return answer.json();
}
