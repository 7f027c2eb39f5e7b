// Google's own sign-in, in a window of its own.

import { browserPopupRedirectResolver, GoogleAuthProvider, signInWithPopup } from "firebase/auth";

/** Resolves to the credential of the Google account that the person chose. */
export function signIn(instance) {
  const google = new GoogleAuthProvider();
  // Who has several accounts is asked which, and not signed in with the last one.
  google.setCustomParameters({ prompt: "select_account" });
  return signInWithPopup(instance, google, browserPopupRedirectResolver);
}
