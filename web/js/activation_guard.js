// Keeps a press that was meant for what was there from acting on what has just appeared.
//
// The second half of a double click or a second tap reaches whatever has come under it meanwhile:
// "Confirm Booking" where a slot was. So what has just appeared, or has moved to where something
// else was, lets the pointer pass through for as long as a double click may take. It is not
// disabled: the keyboard and assistive technology reach it at once. A key held down reaches nothing
// new, because a dialog that opens gives the focus to its panel and not to a button.

/**
 * In milliseconds: the time between the presses of a double click that Windows and Chromium start
 * with. Chromium keeps its own questions from being answered by accident for the same time
 * (`ui/views/input_event_activation_protector.h`).
 */
const DOUBLE_CLICK = 500;
/** What does something when it is pressed. An open dialog is closed by a press on its backdrop. */
const CONTROLS = "a[href], button, summary, dialog[open]";
/** Begins to guard the whole page, for as long as it is there. */
export function guardActivations() {
  let places = new Map();
  const look = () => {
    const before = places;
    places = placesOfControls();
    for (const [control, place] of places) {
      if (!isStill(before.get(control), place)) letPointerPass(control);
    }
  };
  // Told before the next press can come, because it is told in a microtask.
  new MutationObserver(look).observe(document.body, {
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["open"],
    subtree: true,
  });
}

/** Where the controls are that can be pressed; behind a modal dialog none can, so that they appear
    anew when it closes. */
function placesOfControls() {
  const dialog = document.querySelector("dialog[open]");
  const [left, top] = dialog
    ? [dialog.scrollLeft, dialog.scrollTop]
    : [window.scrollX, window.scrollY];
  const inside = (dialog ?? document).querySelectorAll(CONTROLS);
  const places = new Map();
  for (const control of dialog ? [dialog, ...inside] : inside) {
    const { x, y, width, height } = control.getBoundingClientRect();
    if (width > 0) places.set(control, { x: x + left, y: y + top, width, height });
  }
  return places;
}

/** Whether the middle of a control is where the control was before: less than that is no move. */
function isStill(before, { x, y, width, height }) {
  if (!before) return false;
  const [right, down] = [x + width / 2 - before.x, y + height / 2 - before.y];
  return right >= 0 && right <= before.width && down >= 0 && down <= before.height;
}

/** An animation and not a style: it ends by itself and changes nothing that the page's code sets. */
function letPointerPass(control) {
  control.animate({ pointerEvents: ["none", "none"] }, DOUBLE_CLICK);
}
