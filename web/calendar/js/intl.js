// Formats dates, times, zones and money with the browser's own Intl.

import { namedLanguages, ONE_CALENDAR, readersEnglish } from "./language.js";

const { locale: language, hourCycle } = readersEnglish(namedLanguages(navigator));

const styles = {
  weekday: { weekday: "short" },
  weekdayLong: { weekday: "long" },
  day: { day: "numeric" },
  dayAndMonth: { day: "numeric", month: "short" },
  weekdayDayAndMonth: { weekday: "short", day: "numeric", month: "short" },
  dayMonthYear: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  time: { timeStyle: "short", hourCycle },
};

const made = new Map();

/** Making a formatter takes about a hundred times as long as using it. */
function cached(name, make) {
  if (!made.has(name)) made.set(name, make());
  return made.get(name);
}

function formatter(locale, style) {
  // A date of the calendar is not an instant, so it is formatted as the same date in UTC.
  const options = { ...ONE_CALENDAR, ...styles[style], timeZone: "UTC" };
  return cached(`${locale} ${style}`, () => new Intl.DateTimeFormat(locale, options));
}

/** Makes the formatters of the first page, so that the page need not wait for them. */
export function makeFormatters() {
  for (const style of Object.keys(styles)) formatter(language, style);
  formatter("en-GB", "full");
  readerZone();
}

/** The minutes since the epoch at which UTC shows what the reader's clock shows now. */
export function wallMinutes() {
  const now = new Date();
  return Math.floor(now / 60_000) - now.getTimezoneOffset();
}

/** The date YYYY-MM-DD in one of the styles, for display. */
export function dateText(date, style) {
  return formatter(language, style).format(new Date(date));
}

/** Two dates as a span, in which common parts stand once: "24 – 30 Dec 2026". */
export function spanText(from, to) {
  return formatter(language, "dayMonthYear").formatRange(new Date(from), new Date(to));
}

/**
 * The full date in British English, whatever the reader's language, for accessible names of slots.
 */
export function dateName(date) {
  // Some browsers put a comma after the weekday.
  return formatter("en-GB", "full").format(new Date(date)).replace(",", "");
}

/** A time of day, given in minutes since midnight, by the reader's clock: 09:00 or 9:00 AM. */
export function timeText(minutes) {
  // Some browsers separate AM with a special space that nobody can type.
  return formatter(language, "time").format(minutes * 60_000).replace(/\s/u, " ");
}

/**
 * An amount in plain digits, such as "1234.50". The number of decimals is given, because the
 * browser's own table differs from ISO 4217 for some currencies.
 */
export function moneyText(decimal, currency, decimals) {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const options = { style: "currency", currency, ...digits };
  const name = `money ${currency} ${decimals}`;
  return cached(name, () => new Intl.NumberFormat(language, options)).format(decimal);
}

/** The IANA name of the reader's own zone, or UTC if the browser names none that it knows. */
export function readerZone() {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return isZone(timeZone) ? timeZone : "UTC";
}

function isZone(name) {
  try {
    return Boolean(name && cached(`zone ${name}`, () => new Intl.DateTimeFormat("en-GB", { timeZone: name })));
  } catch {
    return false;
  }
}

/** The minutes that a zone is ahead of UTC at each of these instants (milliseconds). */
export function zoneOffsets(instants, timeZone) {
  return Int32Array.from(instants, (millis) => offsetAt(millis, timeZone));
}

const DAY = 24 * 60 * 60_000;
// Everywhere, clocks change at a full or half hour.
const HALF_HOUR = 30 * 60_000;

/** Formatting in a zone is slow, and nowhere do clocks change twice within a day. */
function offsetAt(millis, timeZone) {
  const day = floor(millis, DAY);
  const atItsBegin = offsetAsked(day, timeZone);
  if (atItsBegin === offsetAsked(day + DAY, timeZone)) return atItsBegin;
  return offsetAsked(floor(millis, HALF_HOUR), timeZone);
}

const floor = (millis, unit) => Math.floor(millis / unit) * unit;

function offsetAsked(millis, timeZone) {
  const known = cached(`offsets ${timeZone}`, () => new Map());
  if (!known.has(millis)) known.set(millis, (wallMillis(millis, timeZone) - millis) / 60_000);
  return known.get(millis);
}

/** The instant at which UTC shows what the clock of a zone shows at a given instant. */
function wallMillis(millis, timeZone) {
  const format = cached(`wall ${timeZone}`, () => new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }));
  const parts = format.formatToParts(millis).map(({ type, value }) => [type, Number(value)]);
  const { year, month, day, hour, minute } = Object.fromEntries(parts);
  return Date.UTC(year, month - 1, day, hour, minute);
}

const moments = {
  dateAndTime: styles.full,
  shortDateAndTime: styles.dayAndMonth,
};

/** What the clock of a zone shows at an instant (milliseconds), with more or less of the date. */
export function momentText(millis, timeZone, style) {
  const part = (name, options) => {
    const make = () => new Intl.DateTimeFormat(language, { ...ONE_CALENDAR, ...options, timeZone });
    return cached(`moment ${timeZone} ${name}`, make).format(millis);
  };
  const date = moments[style] ? `${part(style, moments[style])}, ` : "";
  return date + part("time", styles.time).replace(/\s/u, " ");
}

/** The IANA names of all zones that the browser knows. */
export function timeZones() {
  return Intl.supportedValuesOf("timeZone");
}
