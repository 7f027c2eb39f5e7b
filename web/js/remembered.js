// Whether this browser remembers an account, without loading Firebase Auth, so that a visitor who
// only looks at times does not download it.

import { STORAGE_MILLIS, within } from "./time_limit.js";

const DATABASE = "firebaseLocalStorageDb";
const STORE = "firebaseLocalStorage";

/** What the browser's storage says about an account. */
export const Remembers = { ACCOUNT: "account", NOBODY: "nobody", UNREADABLE: "unreadable" };

/**
 * Resolves to one of `Remembers` within seconds, and never rejects. An IndexedDB that cannot be
 * read is hidden from the page, because every part of the SDK would wait for it, and works without
 * one.
 */
export async function remembered() {
  const inLocalStorage = localStorageHasAccount();
  const inDatabase = await databaseHasAccount();
  if (inLocalStorage || inDatabase) return Remembers.ACCOUNT;
  return inDatabase === undefined ? Remembers.UNREADABLE : Remembers.NOBODY;
}

/** A browser that refuses access to localStorage remembers nobody there. */
function localStorageHasAccount() {
  try {
    return Object.keys(localStorage).some(isAccount);
  } catch {
    return false;
  }
}

/** Undefined if the database cannot be read. */
async function databaseHasAccount() {
  try {
    return (await within(STORAGE_MILLIS, keys())).some(isAccount);
  } catch (error) {
    console.warn("The browser's storage cannot be read:", error);
    Reflect.defineProperty(globalThis, "indexedDB", { value: undefined, configurable: true });
    return undefined;
  }
}

/** Whether the SDK stores a signed-in account under this key. */
const isAccount = (key) => String(key).startsWith("firebase:authUser:");

function keys() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE);
    // If the database does not exist, the SDK must create it, so this transaction is aborted.
    opening.onupgradeneeded = () => {
      opening.onerror = () => resolve([]);
      opening.transaction.abort();
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve(keysIn(opening.result));
  });
}

/**
 * Closes the database in any case, because an open connection would keep the SDK from upgrading it.
 */
async function keysIn(database) {
  try {
    // The store is missing if the SDK was interrupted while it created the database.
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
