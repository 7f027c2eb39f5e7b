// Keeps a press that was meant for one control from reaching another that has just appeared.
//
// The second half of a double click or double tap reaches whatever is under the pointer by then:
// "Confirm Booking" where a slot was. So a control that has just appeared, or has moved to where
// another was, lets pointer events pass through for as long as a double click may take. It is not
// disabled: the keyboard and assistive technology reach it at once. A key that is held down reaches
// no new control, because a dialog that opens focuses its panel and not a button.

/**
 * How long a control is guarded, in milliseconds: the default time between the presses of a double
 * click in Windows and Chromium. Chromium protects its own questions for the same time
 * (`ui/views/input_event_activation_protector.h`).
 */
const DOUBLE_CLICK = 500;
/** The controls that react to a press. A press on the backdrop of an open dialog closes it. */
const CONTROLS = "a[href], button, summary, dialog[open]";
/** Guards the whole page from now on. */
export function guardActivations() {
  let places = new Map();
  const look = () => {
    const before = places;
    places = placesOfControls();
    for (const [control, place] of places) {
      if (!isStill(before.get(control), place)) letPointerPass(control);
    }
  };
  // The observer runs as a microtask, so it runs before the next press can arrive.
  new MutationObserver(look).observe(document.body, {
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["open"],
    subtree: true,
  });
}

/**
 * The places of all controls that can be pressed. Behind a modal dialog none can, so they count as
 * new when it closes.
 */
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

/** Whether the middle of a control lies where the control was before. If so, it has not moved. */
function isStill(before, { x, y, width, height }) {
  if (!before) return false;
  const [right, down] = [x + width / 2 - before.x, y + height / 2 - before.y];
  return right >= 0 && right <= before.width && down >= 0 && down <= before.height;
}

/**
 * An animation and not a style, because it ends by itself and changes no style that the page sets.
 */
function letPointerPass(control) {
  control.animate({ pointerEvents: ["none", "none"] }, DOUBLE_CLICK);
}
