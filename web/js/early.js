// What the page is going to ask the API for, asked while its wasm is still on the way.
//
// The address tells: a service's page wants the service and its slots, the first page the list.

const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
/** As the page's own requests have it (`web/app/src/api.rs`), in milliseconds. */
const TIME_LIMIT = 15_000;

const asked = [];
let arrived;

/** Asks for what the page at this address shows first. */
export function askEarly({ pathname, search }) {
  const service = /^\/services\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (service) {
    ask(`/api/services/${service}`);
    // Another week or month than the first stands in the query; the page knows its dates, not this.
    if (!search) ask(availabilityPath(service, Date.now()));
  } else if (pathname === "/") {
    ask("/api/services");
  }
}

/** Asks for what a page has to know that shows nothing of the API first: what time it is. */
export function askTheTime() {
  ask("/", { method: "HEAD", cache: "no-store" });
}

/**
 * What was asked early, if that tells all that this path asks for; once. Undefined for anything
 * else. `answer` is the promise of it, `askedAt` when it was asked for, by the device's clock.
 */
export function takeEarly(path) {
  return take(path, () => true);
}

/**
 * The same, if a good answer is all there already, so that nobody waits: with its `body` as text,
 * and its `asOf` if it has one.
 */
export function takeArrived(path) {
  return take(path, ({ body }) => body !== undefined);
}

/**
 * What the last answer that has arrived tells of the server's time: its headers `date` and `age`,
 * and when it was asked for and arrived by the device's clock. Undefined before.
 */
export function arrivedAnswer() {
  return arrived;
}

function take(path, isWanted) {
  const at = asked.findIndex((it) => covers(it.path, path) && isWanted(it));
  return at < 0 ? undefined : asked.splice(at, 1)[0];
}

function ask(path, options) {
  const answer = fetch(path, { ...options, signal: AbortSignal.timeout(TIME_LIMIT) });
  const question = { path, answer, askedAt: Date.now() };
  // Nobody may come for it, and then its failure is nobody's.
  noteBody(question).catch(() => {});
  asked.push(question);
}

async function noteBody(question) {
  const answer = await question.answer;
  const header = (name) => answer.headers.get(name) ?? undefined;
  const { askedAt } = question;
  arrived = { date: header("date"), age: header("age"), askedAt, arrivedAt: Date.now() };
  if (!answer.ok) return;
  question.asOf = header("x-as-of");
  question.body = await answer.clone().text();
}

/**
 * This week's slots and those of the two after it, as the page asks for them when it opens
 * (`CalendarView::first_to_ask` in `web/calendar/src/view/calendar_view.rs`; asked for less, it
 * would ask again). Today is that of the service's zone, which is not known yet: no zone is more
 * than 12 hours behind or 14 ahead of UTC.
 */
function availabilityPath(service, now) {
  const from = isoDate(now - 12 * HOUR);
  const to = isoDate(now + 14 * HOUR + 20 * DAY);
  return `/api/availability?serviceId=${service}&from=${from}&to=${to}`;
}

const isoDate = (millis) => new Date(millis).toISOString().slice(0, 10);

/** Whether the answer to one path has all that the other asks for: a range may be wider. */
function covers(early, wanted) {
  if (early === wanted) return true;
  const [a, b] = [early, wanted].map((path) => new URL(path, location.origin));
  const [p, q] = [a.searchParams, b.searchParams];
  return (
    a.pathname === b.pathname &&
    p.has("from") &&
    p.get("serviceId") === q.get("serviceId") &&
    p.get("from") <= q.get("from") &&
    q.get("to") <= p.get("to")
  );
}
