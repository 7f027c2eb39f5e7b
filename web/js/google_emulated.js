// Google's sign-in as the Auth emulator has it: it believes whatever it is told, where Google's own
// window would need the network. The servers of a real project refuse a token without a signature,
// and app.js leads here only for projects that never touch one.

import { GoogleAuthProvider, signInWithCredential } from "firebase/auth";

/** Nothing has to be loaded for a question of the browser's own. */
export async function prepare() {}

/** Resolves to the credential of the account that the person names (emulator only). */
export async function signIn(instance) {
  const email = window.prompt("Auth emulator: the address of a Google account");
  if (!email) throw Object.assign(new Error("nobody"), { code: "auth/popup-closed-by-user" });
  const name = email.split("@")[0];
  const token = JSON.stringify({ sub: email, email, email_verified: true, name });
  return signInWithCredential(instance, GoogleAuthProvider.credential(token));
}
