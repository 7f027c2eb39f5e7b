// Dates and money as text, through the browser's own Intl.

// The page speaks English. A date in another language inside an English sentence would be read
// aloud wrongly, so the reader's first English decides, and British English where there is none.
const language = navigator.languages.find((tag) => tag.startsWith("en")) ?? "en-GB";

const styles = {
  weekday: { weekday: "short" },
  day: { day: "numeric" },
  dayAndMonth: { day: "numeric", month: "short" },
  dayMonthYear: { day: "numeric", month: "short", year: "numeric" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};

const made = new Map();

/** Making a formatter costs a hundred times what using one does. */
function formatter(locale, style) {
  const name = `${locale} ${style}`;
  if (!made.has(name)) {
    // A date of the calendar is no instant: it is written as that of the same name in UTC.
    made.set(name, new Intl.DateTimeFormat(locale, { ...styles[style], timeZone: "UTC" }));
  }
  return made.get(name);
}

/** The date YYYY-MM-DD in one of the styles, for the eye. */
export function dateText(date, style) {
  return formatter(language, style).format(new Date(date));
}

/** The date in full in British English whatever the reader's is, as names of slots have it. */
export function dateName(date) {
  // Some browsers set a comma after the weekday.
  return formatter("en-GB", "full").format(new Date(date)).replace(",", "");
}

/** An amount in minor units; how many of them make one is the currency's own. */
export function moneyText(amountMinor, currency) {
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits;
  return format.format(amountMinor / 10 ** digits);
}

/** The date YYYY-MM-DD that it is in a zone at an instant (milliseconds). */
export function dateInZone(millis, timeZone) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(millis);
  const part = (type) => parts.find((one) => one.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

const moments = {
  dateAndTime: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  shortDateAndTime: { day: "numeric", month: "short" },
};
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** What the clock of a zone shows at an instant (milliseconds), with more or less of the date. */
export function momentText(millis, timeZone, style) {
  const part = (options) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone }).format(millis);
  const date = moments[style] ? `${part(moments[style])}, ` : "";
  return date + part(clock);
}

/** The IANA name of the reader's own zone. */
export function readerZone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
