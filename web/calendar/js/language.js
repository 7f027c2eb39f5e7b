// Chooses the locale and the clock of the page from the languages that the browser names. These may
// be anything: none at all, "C", or names of the operating system such as "en_GB.UTF-8".

/** The page uses one calendar and one set of digits, whatever the reader's language uses. */
export const ONE_CALENDAR = { calendar: "gregory", numberingSystem: "latn" };

const FALLBACK = "en-GB";

/** The languages that the browser names, the preferred one first. */
export const namedLanguages = ({ languages, language }) => [languages, language].flat();

/**
 * How to write for a reader of these languages; never throws. `locale` is for dates, times and
 * numbers, `hourCycle` is the clock of 12 or 24 hours, `own` the first language that the browser
 * knows. The page is in English, and a date in another language inside an English sentence would be
 * read aloud wrongly. So readers whose first language is English get their own English. Everybody
 * else gets an English that orders day and month as their own language does, and their own clock.
 */
export function readersEnglish(names) {
  const own = names.map(known).find(Boolean) ?? new Intl.Locale(FALLBACK);
  const isEnglish = own.language === "en";
  const { isDayFirst, hourCycle } = habits(isEnglish && !isWhole(own) ? localLanguage(own) : own);
  const dayFirst = hourCycle === "h12" ? "en-001" : "en-GB";
  const locale = isDayFirst ? dayFirst : "en-US";
  return { locale: isEnglish && isWhole(own) ? tagOf(own) : locale, hourCycle, own: `${own}` };
}

/** The locale of this name, if the browser supports its language. */
function known(name) {
  try {
    const tag = String(name).replace(/[.@;].*/s, "").replaceAll("_", "-");
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0 && new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}

const tagOf = ({ language, region }) => (region ? `${language}-${region}` : language);

/** Whether the browser supports the language for that region, and not only the language. */
function isWhole(locale) {
  const tag = tagOf(locale);
  return new Intl.DateTimeFormat(tag).resolvedOptions().locale === tag;
}

/** The language of the region of an English that the browser lacks: "pt-BR" for "en-BR". */
function localLanguage({ region }) {
  const local = known(tagOf(new Intl.Locale(`und-${region}`).maximize()));
  return local && local.language !== "en" ? local : FALLBACK;
}

/** How dates and times of day are written in a locale. */
function habits(locale) {
  const date = { ...ONE_CALENDAR, month: "long", day: "numeric" };
  const parts = new Intl.DateTimeFormat(locale, date).formatToParts(0).map(({ type }) => type);
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  return {
    isDayFirst: parts.indexOf("day") < parts.indexOf("month"),
    // The other two cycles number the hour of midnight in a way that is not used in English.
    hourCycle: ["h11", "h12"].includes(hourCycle) ? "h12" : "h23",
  };
}

/** The first day of the reader's week in ISO's numbers: 1 is Monday, 7 is Sunday. */
export function firstDayOfWeek() {
  return firstDayFor(new Intl.Locale(readersEnglish(namedLanguages(navigator)).own));
}

/** The same for a locale. If the browser does not know (Firefox), CLDR's value for the region. */
export function firstDayFor(locale) {
  const week = locale.getWeekInfo?.() ?? locale.weekInfo;
  if (week) return week.firstDay;
  const { region } = locale.maximize();
  return FROM_SUNDAY.test(region) ? 7 : FROM_SATURDAY.test(region) ? 6 : region === "MV" ? 5 : 1;
}

/** The regions whose weeks do not begin on Monday; in the Maldives they begin on Friday. */
const FROM_SATURDAY = /AF|BH|D[JZ]|EG|I[QR]|JO|KW|LY|OM|QA|S[DY]/;
const FROM_SUNDAY =
  /A[GS]|B[DRSTWZ]|C[AO]|D[MO]|ET|G[TU]|H[KN]|I[DLNS]|J[MP]|K[EHR]|LA|M[HMOTXZ]|N[IP]|P[AEHKRTY]|S[AGV]|T[HTW]|U[MS]|V[EI]|WS|YE|Z[AW]/;
