// Google's sign-in with the Auth emulator, which accepts any address; Google's own window would
// need the network. The servers of a real project refuse unsigned tokens, and app.js uses this only
// for projects on emulators.

import { GoogleAuthProvider, signInWithCredential } from "firebase/auth";

/** Loads nothing: the browser's own prompt is enough. */
export async function prepare() {}

/** Resolves to the credential of the account that the person enters (emulator only). */
export async function signIn(instance) {
  const email = window.prompt("Auth emulator: the address of a Google account");
  if (!email) throw Object.assign(new Error("nobody"), { code: "auth/popup-closed-by-user" });
  const name = email.split("@")[0];
  const token = JSON.stringify({ sub: email, email, email_verified: true, name });
  return signInWithCredential(instance, GoogleAuthProvider.credential(token));
}
