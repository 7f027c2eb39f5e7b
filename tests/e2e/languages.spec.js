// Dates, times and prices for readers of many languages: in English, but in their own order, by
// their own clock, and in one calendar.
import { firstDayFor, ONE_CALENDAR, readersEnglish } from '../../web/calendar/js/language.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';

const AMERICAN = 'Thu, Nov 26, 2026, 2:05 PM';
const BRITISH = 'Thu, 26 Nov 2026, 14:05';
const DAY_FIRST_12_HOURS = 'Thu, 26 Nov 2026, 2:05 pm';
const MONTH_FIRST_24_HOURS = 'Thu, Nov 26, 2026, 14:05';

/** The languages that a browser names, and what its reader sees. */
const READERS = [
  { languages: ['en-US'], reads: AMERICAN },
  { languages: ['en-US@posix'], reads: AMERICAN },
  { languages: ['en_US.UTF-8'], reads: AMERICAN },
  { languages: ['en-US-posix'], reads: AMERICAN },
  { languages: ['en-US-u-ca-buddhist'], reads: AMERICAN },
  { languages: ['en-US-u-nu-thai-ca-japanese'], reads: AMERICAN },
  { languages: ['en-US-u-hc-h23'], reads: MONTH_FIRST_24_HOURS },
  { languages: ['en'], reads: AMERICAN },
  { languages: ['EN-gb'], reads: BRITISH },
  { languages: ['en-AU'], reads: DAY_FIRST_12_HOURS },
  { languages: ['de-DE', 'en_GB.UTF-8'], reads: BRITISH },
  { languages: ['de-DE', 'de', 'en-US', 'en'], reads: BRITISH },
  { languages: ['de_DE@euro'], reads: BRITISH },
  { languages: ['de-DE;q=0.9'], reads: BRITISH },
  { languages: ['pt-BR'], reads: BRITISH },
  { languages: ['tr-TR'], reads: BRITISH },
  { languages: ['fa-IR'], reads: BRITISH },
  { languages: ['th-TH-u-ca-buddhist-nu-thai'], reads: BRITISH },
  { languages: ['fr-CA'], reads: BRITISH },
  { languages: ['ar-EG'], reads: DAY_FIRST_12_HOURS },
  { languages: ['hi-IN'], reads: DAY_FIRST_12_HOURS },
  { languages: ['ja-JP'], reads: MONTH_FIRST_24_HOURS },
  { languages: ['zh_Hans_CN'], reads: MONTH_FIRST_24_HOURS },
  { languages: ['ko-KR'], reads: AMERICAN },
  // An English that browsers do not support does not become American English.
  { languages: ['en-BR'], reads: BRITISH },
  { languages: ['en-TH'], reads: BRITISH },
  { languages: ['en-IR'], reads: BRITISH },
  { languages: ['en-AQ'], reads: BRITISH },
  // Names that are not languages are skipped.
  { languages: ['tlh', 'x-klingon', 'C', 'POSIX', '', 'tr-TR'], reads: BRITISH },
  { languages: ['en--US', null, undefined, 42, {}, 'en-US'], reads: AMERICAN },
  { languages: [undefined], reads: BRITISH },
  { languages: [], reads: BRITISH },
];

for (const { languages, reads } of READERS) {
  test(`who reads ${JSON.stringify(languages)} reads ${reads}`, () => {
    const { locale, hourCycle, own } = readersEnglish(languages);
    const at = new Date('2026-11-26T14:05:00Z');
    const text = (options) =>
      new Intl.DateTimeFormat(locale, { ...ONE_CALENDAR, ...options, timeZone: 'UTC' }).format(at);
    const date = text({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
    const time = text({ timeStyle: 'short', hourCycle }).replace(/\s/u, ' ');

    expect(`${date}, ${time}`).toBe(reads);
    expect(Intl.getCanonicalLocales(own)).toEqual([own]);
  });
}

test('weeks begin by region where the browser does not say with which day', () => {
  const { prototype } = Intl.Locale;
  const { getWeekInfo, weekInfo } = Object.getOwnPropertyDescriptors(prototype);
  const first = (tag) => firstDayFor(new Intl.Locale(tag));
  const regions = allRegions();
  const known = regions.map((region) => first(`und-${region}`));
  expect(new Set(known)).toEqual(new Set([1, 5, 6, 7]));
  try {
    // Like Firefox, which supports neither.
    delete prototype.getWeekInfo;
    delete prototype.weekInfo;

    expect(regions.map((region) => first(`und-${region}`))).toEqual(known);
    expect(['en', 'pt', 'de'].map(first)).toEqual([7, 7, 1]);
  } finally {
    if (getWeekInfo) Object.defineProperty(prototype, 'getWeekInfo', getWeekInfo);
    if (weekInfo) Object.defineProperty(prototype, 'weekInfo', weekInfo);
  }
});

/** All present regions that have a name. */
function allRegions() {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const codes = letters.flatMap((one) => letters.map((other) => one + other));
  const isCurrent = (code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
  // ZZ is the code for an unknown region.
  return codes.filter((code) => code !== 'ZZ' && names.of(code) && isCurrent(code));
}

/** What the page shows. `language` is the first of the languages, as in browsers. */
const BROWSERS = [
  { languages: ['en-US@posix'], isAmerican: true },
  { languages: ['en-US-u-ca-buddhist'], isAmerican: true },
  { languages: ['de-DE', 'en_GB.UTF-8'], isAmerican: false },
  { languages: undefined, isAmerican: false },
  { languages: [], isAmerican: false },
  { languages: ['pt-BR'], isAmerican: false },
  { languages: ['tr-TR'], isAmerican: false },
  { languages: ['fa-IR'], isAmerican: false },
];

for (const { languages, isAmerican } of BROWSERS) {
  const style = isAmerican ? 'American' : 'British';
  test(`a browser that names ${JSON.stringify(languages)} shows all in ${style} style`, async ({
    visitor,
  }) => {
    const slot = await freeSlot('haircut');
    const { page } = visitor;
    await page.addInitScript((all) => {
      const says = (name, value) =>
        Object.defineProperty(Navigator.prototype, name, { get: () => value });
      says('languages', all);
      says('language', all?.[0]);
    }, languages);

    await visitor.looksAt(slot);

    await expect(visitor.slot(slot)).toContainText(isAmerican ? by12Hours(slot.time) : slot.time);
    const main = page.getByRole('main');
    await expect(main).toContainText(isAmerican ? ' $35.00' : ' US$35.00');
    await expect(main).toContainText(dayAndMonth(slot.date, isAmerican ? 'en-US' : 'en-GB'));
    expect(await main.innerText()).not.toMatch(/\bBE\b|\bAP\b|[۰-۹๐-๙]/);
  });
}

/** "9:45 AM" */
function by12Hours(time) {
  const hour = Number(time.slice(0, 2));
  return `${hour % 12 || 12}${time.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** "26 Nov" or "Nov 26", the first day of the week. */
function dayAndMonth(date, locale) {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return new RegExp(`\\b${format.format(new Date(date)).replace(' ', '[^A-Za-z]+')}\\b`);
}
