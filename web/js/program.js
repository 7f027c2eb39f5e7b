// Starts a program of the page, and says so when it cannot start or has stopped: what is on the
// screen then answers to nobody.

/** Starts the wasm at an address through its bindings' `init`. */
export async function startProgram(init, wasm) {
  const watch = (error) => {
    if (error instanceof WebAssembly.RuntimeError) say("This page has stopped working.");
  };
  addEventListener("error", ({ error }) => watch(error));
  addEventListener("unhandledrejection", ({ reason }) => watch(reason));
  try {
    await init({ module_or_path: wasm });
  } catch (error) {
    say("This page could not be started.");
    throw error;
  }
}

/** In class names that the Rust sources have too: the style sheet is made from those. */
const LOOK = "fixed inset-x-0 bottom-0 z-20 border border-booked-edge bg-booked px-4 py-3 text-on-booked";

function say(sentence) {
  if (document.querySelector(".stopped")) return;
  const message = document.createElement("div");
  message.className = `stopped ${LOOK}`;
  message.role = "alert";
  const reload = document.createElement("button");
  reload.className = "min-h-11 font-semibold underline";
  reload.textContent = "Load the page again";
  reload.onclick = () => location.reload();
  message.append(`${sentence} `, reload);
  // Nothing beside an open dialog can be pressed.
  (document.querySelector("dialog[open]") ?? document.body).prepend(message);
}
