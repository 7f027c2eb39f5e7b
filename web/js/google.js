// Google's own sign-in, in a window of its own.

import { _getInstance } from "@firebase/auth/internal";
import { browserPopupRedirectResolver, GoogleAuthProvider, signInWithPopup } from "firebase/auth";

/**
 * Loads what the window needs. The SDK would load it after the click, but Safari lets a window open
 * only while it handles the click.
 */
export async function prepare(instance) {
  await _getInstance(browserPopupRedirectResolver)._initialize(instance);
}

/** Resolves to the credential of the Google account that the person chooses. */
export function signIn(instance) {
  const google = new GoogleAuthProvider();
  // A person with several accounts chooses one, instead of being signed in with the last one.
  google.setCustomParameters({ prompt: "select_account" });
  return signInWithPopup(instance, google, browserPopupRedirectResolver);
}
