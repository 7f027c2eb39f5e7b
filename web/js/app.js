// The Firebase app, started once. The SDK comes by dynamic import, so that nothing of it stands
// between a visitor and the first paint.

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
    // Before any part of the SDK waits for a storage that does not answer.
    remembered(),
  ]);
  return { app: initializeApp(firebase), ...rest };
}

/** Written beside the page by its deployment, and for local runs by xtask. */
async function config() {
  const answer = await within(NETWORK_MILLIS, fetch("/config.json"));
  if (!answer.ok) throw new Error(`config.json was answered with ${answer.status}`);
  return answer.json();
}
