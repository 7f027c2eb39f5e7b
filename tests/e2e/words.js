// How the page and the mails write plain values.

/** "Thursday 26 November 2026" */
export function longDate(date) {
  const part = (options) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(new Date(date));
  return `${part({ weekday: 'long' })} ${part({ day: 'numeric', month: 'long', year: 'numeric' })}`;
}

/** The same, with or without a comma after the weekday. */
export function longDateForTheEye(date) {
  return new RegExp(longDate(date).replace(' ', ',? '));
}
