// Accounts. Functions take and return plain data; a Firebase error rejects with its `code`.

import { firebaseApp } from "./app.js";
import { chunk } from "./chunk.js";
import { remembered, Remembers } from "./remembered.js";
import { ACCOUNT_MILLIS, NETWORK_MILLIS, within } from "./time_limit.js";

let loaded;
let loadedAtLast;
/** Resolves to Firebase Auth once it is loaded, whichever function needed it first. */
const isLoaded = new Promise((resolve) => {
  loadedAtLast = resolve;
});

/** Firebase Auth and its functions, loaded once; rejects if they are not loaded in time. */
function auth() {
  loaded ??= load().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return inTime(loaded);
}

/** Limits the time of a request. The SDK's own limits are minutes. */
const inTime = (work) => within(NETWORK_MILLIS, work);

async function load() {
  const sdkComes = chunk(() => import("./sdk/auth.js"));
  const [sdk, { app, emulators }] = await Promise.all([sdkComes, firebaseApp()]);
  // Not getAuth(): it includes popups and redirects, which e-mail and password do not need.
  const instance = sdk.initializeAuth(app, {
    persistence: [sdk.indexedDBLocalPersistence, sdk.browserLocalPersistence],
  });
  if (emulators) {
    sdk.connectAuthEmulator(instance, `http://${emulators.auth}`, { disableWarnings: true });
  }
  const all = { sdk, instance, isEmulated: Boolean(emulators) };
  loadedAtLast(all);
  return all;
}

async function accountAsJson(user) {
  // Without a network an expired token cannot be renewed. That does not mean that there is no role.
  const token = await inTime(user.getIdTokenResult()).catch(() => null);
  const role = token && [token.claims.role ?? null];
  return JSON.stringify({ uid: user.uid, email: user.email, name: user.displayName, role });
}

/** Loads Firebase Auth and Google's sign-in when the dialog opens, before they are needed. */
export function prepareSignIn() {
  // The next caller tries again and gets the error.
  googleSignIn().catch(() => {});
}

let google;

/** Resolves to the function that opens Google's window, once everything that it needs is loaded. */
function googleSignIn() {
  google ??= loadGoogle().catch((error) => {
    google = undefined;
    throw error;
  });
  return inTime(google);
}

async function loadGoogle() {
  const { instance, isEmulated } = await auth();
  const module = await chunk(() =>
    isEmulated ? import("./google_emulated.js") : import("./google.js"),
  );
  await module.prepare(instance);
  return () => module.signIn(instance);
}

/**
 * Resolves once somebody is signed in: already here, by signing in here, or in another tab. Until
 * then calls `onNobody` once with what the browser remembers.
 */
async function somebodyIsHere(onNobody) {
  const atFirst = await remembered();
  if (atFirst === Remembers.ACCOUNT) return;
  onNobody(atFirst);
  await new Promise((resolve) => {
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      if ((await remembered()) === Remembers.ACCOUNT) resolve();
    };
    document.addEventListener("visibilitychange", look);
    isLoaded.then(() => {
      document.removeEventListener("visibilitychange", look);
      resolve();
    });
  });
}

/**
 * Calls `onAccount` with the account as JSON, or null, now and at every change. Calls `onFailure`
 * with "storage" if the browser's storage cannot be read, and with "network" if Firebase Auth does
 * not answer in time; a later answer is still passed on. Returns the function that ends this.
 */
export function watchAccount(onAccount, onFailure) {
  let ended = false;
  let unsubscribe = () => {};
  let changes = 0;
  let tellFirst;
  const firstTold = new Promise((resolve) => {
    tellFirst = resolve;
  });
  const tell = async (user) => {
    changes += 1;
    const change = changes;
    const account = user && (await accountAsJson(user));
    tellFirst();
    // If the account has changed meanwhile, the later call passes that on.
    if (!ended && change === changes) onAccount(account);
  };
  const fail = (why) => ended || onFailure(why);
  isLoaded.then(({ sdk, instance }) => {
    if (ended) return;
    // Listens to the token and not only to the account, because a new role comes with a new token.
    unsubscribe = sdk.onIdTokenChanged(instance, tell);
  });
  somebodyIsHere((what) => {
    if (what === Remembers.UNREADABLE) fail("storage");
    else if (!ended) onAccount(null);
  })
    .then(() => within(ACCOUNT_MILLIS, Promise.all([auth(), firstTold])))
    .catch(() => fail("network"));
  return () => {
    ended = true;
    unsubscribe();
  };
}

/** Signs in; resolves to the account as JSON. */
export async function signIn(email, password) {
  const { sdk, instance } = await auth();
  const { user } = await inTime(sdk.signInWithEmailAndPassword(instance, email, password));
  if (!user.emailVerified) sendVerification(sdk, user);
  return accountAsJson(user);
}

/**
 * Has Firebase send a mail with a link that verifies the address. Until it is verified, the API
 * allows few bookings. If the mail cannot be sent now, it is sent at the next sign-in.
 */
function sendVerification(sdk, user) {
  sdk.sendEmailVerification(user).catch(() => {});
}

/** Creates an account and signs in; resolves to the account as JSON. */
export async function signUp(email, password, name) {
  const { sdk, instance } = await auth();
  const { user } = await inTime(sdk.createUserWithEmailAndPassword(instance, email, password));
  await inTime(sdk.updateProfile(user, { displayName: name }));
  // The token made at sign-up has no name yet, and the provider's mail takes the name from it.
  await inTime(user.getIdToken(true));
  sendVerification(sdk, user);
  return accountAsJson(user);
}

/** Signs in through Google; resolves to the account as JSON. */
export async function signInWithGoogle() {
  const openWindow = await googleSignIn();
  const { user } = await openWindow();
  return accountAsJson(user);
}

/** Has Firebase send a mail with a link to set a new password. */
export async function sendReset(email) {
  const { sdk, instance } = await auth();
  await inTime(sdk.sendPasswordResetEmail(instance, email));
}

/** Signs out. */
export async function signOut() {
  const { sdk, instance } = await auth();
  await inTime(sdk.signOut(instance));
}

/**
 * The ID token of the signed-in person, or null for nobody. It renews itself; `anew` forces that.
 */
export async function idToken(anew) {
  const { instance } = await auth();
  return instance.currentUser && inTime(instance.currentUser.getIdToken(anew));
}
