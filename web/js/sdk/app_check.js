// App Check's SDK, started once.

import { getToken, initializeAppCheck, ReCaptchaEnterpriseProvider } from "firebase/app-check";

let appCheck;

/** Starts App Check with the operator's key. Returns the function that resolves to a token. */
export function start(app, siteKey) {
  appCheck ??= initializeAppCheck(app, {
    provider: new ReCaptchaEnterpriseProvider(siteKey),
    isTokenAutoRefreshEnabled: true,
  });
  return async () => (await getToken(appCheck)).token;
}
