// Whether this browser remembers an account, told without loading Firebase Auth: who only looks at
// times downloads nothing of it.

import { STORAGE_MILLIS, within } from "./time_limit.js";

const DATABASE = "firebaseLocalStorageDb";
const STORE = "firebaseLocalStorage";

/** What the browser's storage says of an account. */
export const Remembers = { ACCOUNT: "account", NOBODY: "nobody", UNREADABLE: "unreadable" };

/**
 * Resolves to one of `Remembers`, within seconds, and never rejects. An IndexedDB that cannot be
 * read is taken away from the page: every part of the SDK would wait for it, and does without one.
 */
export async function remembered() {
  const inLocalStorage = localStorageHasAccount();
  const inDatabase = await databaseHasAccount();
  if (inLocalStorage || inDatabase) return Remembers.ACCOUNT;
  return inDatabase === undefined ? Remembers.UNREADABLE : Remembers.NOBODY;
}

/** A browser that refuses its localStorage keeps nobody there. */
function localStorageHasAccount() {
  try {
    return Object.keys(localStorage).some(isAccount);
  } catch {
    return false;
  }
}

/** Undefined where it cannot be told. */
async function databaseHasAccount() {
  try {
    return (await within(STORAGE_MILLIS, keys())).some(isAccount);
  } catch (error) {
    console.warn("The browser's storage cannot be read:", error);
    Reflect.defineProperty(globalThis, "indexedDB", { value: undefined, configurable: true });
    return undefined;
  }
}

/** The name under which the SDK keeps who is signed in. */
const isAccount = (key) => String(key).startsWith("firebase:authUser:");

function keys() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE);
    // A database that is not there yet is the SDK's to make, not ours.
    opening.onupgradeneeded = () => {
      opening.onerror = () => resolve([]);
      opening.transaction.abort();
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve(keysIn(opening.result));
  });
}

/** Closes the database in any case: left open, it would keep the SDK from making it anew. */
async function keysIn(database) {
  try {
    // The SDK was cut off while it made the database.
    if (!database.objectStoreNames.contains(STORE)) return [];
    const reading = database.transaction(STORE).objectStore(STORE).getAllKeys();
    return await new Promise((resolve, reject) => {
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
    });
  } finally {
    database.close();
  }
}
