// Loads a part of the page that comes after the first paint.

import { offerReload } from "./program.js";
import { NETWORK_MILLIS, within } from "./time_limit.js";

/** The key under which the tab stores the script of the page that it has already loaded again. */
const RELOADED_FOR = "slotbook:reloaded-for";

/**
 * The module that `load` imports; rejects if it cannot be loaded. If a deployment has taken it away,
 * the page is loaded again, once: by itself, or by the person if they would lose what they typed.
 */
export async function chunk(load) {
  try {
    return await load();
  } catch (error) {
    if (await isOutdated()) reload();
    throw error;
  }
}

/** Whether the page that is deployed now begins with another script than this one did. */
async function isOutdated() {
  try {
    const answer = await within(NETWORK_MILLIS, fetch(location.pathname, { cache: "no-cache" }));
    return answer.ok && !(await answer.text()).includes(script());
  } catch {
    return false;
  }
}

/** The address of the script that this page began with. Each build has one of its own. */
function script() {
  return new URL(document.querySelector('script[type="module"][src]').src).pathname;
}

function reload() {
  try {
    if (sessionStorage.getItem(RELOADED_FOR) === script()) return;
    if (hasTyped()) return offerReload("Slotbook has been updated since you opened this page.");
    sessionStorage.setItem(RELOADED_FOR, script());
    location.reload();
  } catch {
    // Without a session storage, nothing would keep the page from loading again and again.
  }
}

const hasTyped = () =>
  [...document.querySelectorAll("input, textarea")].some((it) => it.value !== it.defaultValue);
