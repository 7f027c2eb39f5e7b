// How the page and the mails write what a test knows in plain values.

/** "Thursday 26 November 2026" */
export function longDate(date) {
  const part = (options) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(new Date(date));
  return `${part({ weekday: 'long' })} ${part({ day: 'numeric', month: 'long', year: 'numeric' })}`;
}

/** The same, whether or not the browser's own English sets a comma after the weekday. */
export function longDateForTheEye(date) {
  return new RegExp(longDate(date).replace(' ', ',? '));
}
