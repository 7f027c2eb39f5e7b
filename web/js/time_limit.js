// An end for what may never answer: a storage that is stuck, a script that never comes.

/** How long the browser's storage may take, in milliseconds. */
export const STORAGE_MILLIS = 3_000;
/** How long it may take until it is known who is signed in; what is told later counts all the same. */
export const ACCOUNT_MILLIS = 8_000;
/** How long App Check may take for a token, in milliseconds; a content blocker may keep it away. */
export const APP_CHECK_MILLIS = 5_000;
/** How long the network may take, in milliseconds; as long as a request to the API may. */
export const NETWORK_MILLIS = 15_000;

/**
 * Settles as `work` does; rejects with the code `auth/timeout`, one of Firebase's own, when that
 * takes longer than `millis`. What comes later is dropped.
 */
export function within(millis, work) {
  let timer;
  const end = new Promise((_, reject) => {
    const late = Object.assign(new Error(`no answer within ${millis} ms`), { code: "auth/timeout" });
    timer = setTimeout(() => reject(late), millis);
  });
  return Promise.race([work, end]).finally(() => clearTimeout(timer));
}
