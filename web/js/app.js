// The Firebase app, started once. The SDK is imported dynamically, so that the first paint does not
// wait for it.

import { chunk } from "./chunk.js";
import { remembered } from "./remembered.js";
import { NETWORK_MILLIS, within } from "./time_limit.js";

let started;

/** The app, and the other members of `/config.json`; `emulators` is null for a real project. */
export function firebaseApp() {
  started ??= start().catch((error) => {
    // A failed start may be tried again.
    started = undefined;
    throw error;
  });
  return started;
}

async function start() {
  const [{ initializeApp }, { firebase, ...rest }] = await Promise.all([
    chunk(() => import("firebase/app")),
    config(),
    // Takes a storage that does not answer away before a part of the SDK waits for it.
    remembered(),
  ]);
  return { app: initializeApp(firebase), ...rest };
}

/**
 * Reads the configuration that the deployment, or xtask for local runs, has written beside the
 * page.
 */
async function config() {
  const answer = await within(NETWORK_MILLIS, fetch("/config.json"));
  if (!answer.ok) throw new Error(`config.json was answered with ${answer.status}`);
  return answer.json();
}
