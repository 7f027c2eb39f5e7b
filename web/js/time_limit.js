// Time limits for what may never answer, such as a storage that is stuck or a script that never
// loads.

/** How long the browser's storage may take, in milliseconds. */
export const STORAGE_MILLIS = 3_000;
/**
 * How long Firebase Auth may take to say who is signed in, in milliseconds. A later answer counts
 * too.
 */
export const ACCOUNT_MILLIS = 8_000;
/** How long App Check may take for a token, in milliseconds. A content blocker may block it. */
export const APP_CHECK_MILLIS = 5_000;
/** How long a request may take, in milliseconds, the same as a request to the API. */
export const NETWORK_MILLIS = 15_000;

/**
 * Settles as `work` does, or rejects with Firebase's code `auth/timeout` after `millis`. A later
 * result is dropped.
 */
export function within(millis, work) {
  let timer;
  const end = new Promise((_, reject) => {
    const late = Object.assign(new Error(`no answer within ${millis} ms`), { code: "auth/timeout" });
    timer = setTimeout(() => reject(late), millis);
  });
  return Promise.race([work, end]).finally(() => clearTimeout(timer));
}
