// Starts a program of the page, and says so when it cannot start or has stopped: what is on the
// screen then answers to nobody.

/** Starts the wasm at an address through its bindings' `init`. */
export function startProgram(init, wasm) {
  const watch = ({ error, reason }) => {
    if ((error ?? reason) instanceof WebAssembly.RuntimeError) say();
  };
  addEventListener("error", watch);
  addEventListener("unhandledrejection", watch);
  return init({ module_or_path: wasm }).catch((error) => {
    say();
    throw error;
  });
}

let isSaid = false;

/** With class names that the Rust sources have too: the style sheet is made from those. */
function say() {
  if (isSaid) return;
  isSaid = true;
  // Nothing beside an open dialog can be pressed.
  (document.querySelector("dialog[open]") ?? document.body).insertAdjacentHTML(
    "afterbegin",
    '<p role="alert" class="fixed inset-x-0 bottom-0 z-20 bg-booked p-4">This page has stopped working. <a href="" class="link">Load it again</a></p>',
  );
}
