// Whether this browser remembers an account, told without loading Firebase Auth: whoever only
// looks at times downloads nothing of it.

const DATABASE = "firebaseLocalStorageDb";
const STORE = "firebaseLocalStorage";

/** True too where it cannot be told: then the SDK has to. */
export async function remembersAccount() {
  try {
    if (Object.keys(localStorage).some(isAccount)) return true;
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === DATABASE)) return false;
    return (await keys()).some(isAccount);
  } catch {
    return true;
  }
}

/** The name under which the SDK keeps who is signed in. */
const isAccount = (key) => String(key).startsWith("firebase:authUser:");

function keys() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE);
    opening.onerror = () => reject(opening.error);
    // Gone since it was listed: it is the SDK's to make, not ours.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(STORE).objectStore(STORE).getAllKeys();
      reading.transaction.oncomplete = () => resolve(reading.result);
      reading.transaction.onabort = () => reject(reading.error);
      // Left open, it would keep the SDK from making it anew.
      database.close();
    };
  });
}
