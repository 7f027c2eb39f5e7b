// Accounts. What goes in and out is plain data; a Firebase error rejects with its `code`.

import { firebaseApp } from "./app.js";
import { remembersAccount } from "./remembered.js";

let loaded;
let loadedAtLast;
/** Resolves when Firebase Auth is there, whoever needed it first. */
const isLoaded = new Promise((resolve) => {
  loadedAtLast = resolve;
});

/** Firebase Auth and its functions, loaded once. */
function auth() {
  loaded ??= load().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load() {
  const [sdk, { app, emulatorHost }] = await Promise.all([import("./sdk/auth.js"), firebaseApp()]);
  // Not getAuth(): it brings the popup and redirect machinery, which e-mail and password need not.
  const instance = sdk.initializeAuth(app, {
    persistence: [sdk.indexedDBLocalPersistence, sdk.browserLocalPersistence],
  });
  if (emulatorHost) {
    sdk.connectAuthEmulator(instance, `http://${emulatorHost}:9099`, { disableWarnings: true });
  }
  loadedAtLast();
  return { sdk, instance, isEmulated: Boolean(emulatorHost) };
}

async function plain(user) {
  // A token that has run out while there is no network says nothing, not that there is no role.
  const token = await user.getIdTokenResult().catch(() => null);
  const role = token && [token.claims.role ?? null];
  return JSON.stringify({ uid: user.uid, email: user.email, name: user.displayName, role });
}

/** Loads Firebase Auth before it is needed: somebody is about to say who they are. */
export function prepareSignIn() {
  // Whoever needs it tries again and hears what is wrong.
  auth().catch(() => {});
}

/**
 * Resolves when somebody is signed in here, signs in, or has signed in in another tab; as long as
 * that may take, nobody is here, and `onNobody` is told.
 */
async function somebodyIsHere(onNobody) {
  if (await remembersAccount()) return;
  onNobody();
  await new Promise((resolve) => {
    const look = async () => {
      if (document.visibilityState === "visible" && (await remembersAccount())) resolve();
    };
    document.addEventListener("visibilitychange", look);
    isLoaded.then(() => {
      document.removeEventListener("visibilitychange", look);
      resolve();
    });
  });
}

/**
 * Calls `onAccount` with the account as JSON, or null, now and at every change; `onFailure` if
 * Firebase Auth cannot be loaded. Returns the function that ends it.
 */
export function watchAccount(onAccount, onFailure) {
  let ended = false;
  let unsubscribe = () => {};
  let told = 0;
  const tell = async (user) => {
    told += 1;
    const turn = told;
    const account = user && (await plain(user));
    // Whoever came or went meanwhile is told instead.
    if (!ended && turn === told) onAccount(account);
  };
  somebodyIsHere(() => ended || onAccount(null))
    .then(auth)
    .then(({ sdk, instance }) => {
      if (ended) return;
      // Of the token and not only of who is there: a role that is given comes with a new token.
      unsubscribe = sdk.onIdTokenChanged(instance, tell);
    })
    .catch(() => ended || onFailure());
  return () => {
    ended = true;
    unsubscribe();
  };
}

/** Signs in; resolves to the account as JSON. */
export async function signIn(email, password) {
  const { sdk, instance } = await auth();
  const { user } = await sdk.signInWithEmailAndPassword(instance, email, password);
  return plain(user);
}

/** Makes an account and signs in; resolves to the account as JSON. */
export async function signUp(email, password, name) {
  const { sdk, instance } = await auth();
  const { user } = await sdk.createUserWithEmailAndPassword(instance, email, password);
  await sdk.updateProfile(user, { displayName: name });
  // The token made at sign-up has no name yet, and the provider's mail takes it from the token.
  await user.getIdToken(true);
  return plain(user);
}

/** Signs in through Google; resolves to the account as JSON. */
export async function signInWithGoogle() {
  const { instance, isEmulated } = await auth();
  const google = await (isEmulated ? import("./google_emulated.js") : import("./google.js"));
  const { user } = await google.signIn(instance);
  return plain(user);
}

/** Has Firebase send a mail with a way to a new password. */
export async function sendReset(email) {
  const { sdk, instance } = await auth();
  await sdk.sendPasswordResetEmail(instance, email);
}

/** Signs out. */
export async function signOut() {
  const { sdk, instance } = await auth();
  await sdk.signOut(instance);
}

/** The ID token of whoever is signed in; it renews itself, `anew` forces that. Null for nobody. */
export async function idToken(anew) {
  const { instance } = await auth();
  return instance.currentUser && instance.currentUser.getIdToken(anew);
}
