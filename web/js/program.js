// Starts a program of the page, and says so when it cannot start or has stopped: what is on the
// screen then no longer reacts.

/** Starts the wasm at an address through the `init` of its bindings. */
export function startProgram(init, wasm) {
  const watch = ({ error, reason }) => {
    if ((error ?? reason) instanceof WebAssembly.RuntimeError) offerReload(STOPPED);
  };
  addEventListener("error", watch);
  addEventListener("unhandledrejection", watch);
  return init({ module_or_path: wasm }).catch((error) => {
    offerReload(STOPPED);
    throw error;
  });
}

const STOPPED = "This page has stopped working.";

let isOffered = false;

/**
 * Says a sentence and offers to load the page again. Its class names are those of the Rust sources,
 * because the style sheet is made from them.
 */
export function offerReload(sentence) {
  if (isOffered) return;
  isOffered = true;
  // Nothing outside an open dialog can be pressed.
  (document.querySelector("dialog[open]") ?? document.body).insertAdjacentHTML(
    "afterbegin",
    `<p role="alert" class="fixed inset-x-0 bottom-0 z-20 bg-booked p-4">${sentence} <a href="" class="link">Load it again</a></p>`,
  );
}
