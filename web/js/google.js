// Google's own sign-in, in a window of its own.

import { _getInstance } from "@firebase/auth/internal";
import { browserPopupRedirectResolver, GoogleAuthProvider, signInWithPopup } from "firebase/auth";

/**
 * Loads what the window needs. The SDK would do it after the click, and Safari lets a window open
 * only while it handles the click.
 */
export async function prepare(instance) {
  await _getInstance(browserPopupRedirectResolver)._initialize(instance);
}

/** Resolves to the credential of the Google account that the person chose. */
export function signIn(instance) {
  const google = new GoogleAuthProvider();
  // Who has several accounts is asked which, and not signed in with the last one.
  google.setCustomParameters({ prompt: "select_account" });
  return signInWithPopup(instance, google, browserPopupRedirectResolver);
}
