// Finds elements inside a page as people name them. This function is sent to the browser, so it uses
// nothing from outside.

/**
 * The first element that matches and can be used now, or null. `kind` is "button" (links too), "field"
 * or "css"; the name of a button or a field is its accessible name, for "css" it is a selector.
 */
export function find({ kind, name }) {
  const room = document.querySelector('dialog[open]') ?? document;
  const candidates = {
    button: 'button, a[href], [role="button"], [role="tab"]',
    field: 'input, select, textarea',
    css: name,
  };
  const nameOf = (it) =>
    it.ariaLabel ?? [...(it.labels ?? [])].map((label) => label.innerText).join(' ') ?? '';
  const text = (it) => (nameOf(it) || it.innerText || '').trim().replace(/\s+/g, ' ');
  const isMeant = (it) => kind === 'css' || text(it) === name || text(it).startsWith(`${name} `);
  // What has just appeared lets presses pass to what lies under it.
  const isReached = (it) => {
    it.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = it.getBoundingClientRect();
    const reached = document.elementFromPoint(left + width / 2, top + height / 2);
    return reached !== null && it.contains(reached);
  };
  const isUsable = (it) => it.getClientRects().length > 0 && !it.disabled && isReached(it);
  return [...room.querySelectorAll(candidates[kind])].find((it) => isMeant(it) && isUsable(it)) ?? null;
}
