// Firebase App Check, where the operator has switched it on: proves to the API and to Firestore that
// a request comes from this page. Where it is switched off, nothing of it is loaded.

import { firebaseApp } from "./app.js";
import { chunk } from "./chunk.js";
import { APP_CHECK_MILLIS, within } from "./time_limit.js";

/** Starts App Check where it is switched on; its first token is then there before it is needed. */
export async function startAppCheck() {
  const { app, appCheckSiteKey } = await firebaseApp();
  const { start } = appCheckSiteKey ? await chunk(() => import("./sdk/app_check.js")) : {};
  return start?.(app, appCheckSiteKey);
}

/**
 * The token to send with a request that changes something. Null where App Check is switched off, or
 * if no token can be had in time: then the API refuses the request and says what to do.
 */
export function appCheckToken() {
  const token = startAppCheck().then((getToken) => getToken?.() ?? null);
  return within(APP_CHECK_MILLIS, token).catch(() => null);
}
