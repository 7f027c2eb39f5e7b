// Sends the page's first requests to the API while its wasm is loading.
//
// The address tells which: a service's page needs the service and its slots, the first page the
// list.

const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
/** The time limit of a request in milliseconds, the same as in `web/app/src/api.rs`. */
const TIME_LIMIT = 15_000;

const asked = [];
let arrived;

/** Requests what the page at this address shows first. */
export function askEarly({ pathname, search }) {
  const service = /^\/services\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (service) {
    ask(`/api/services/${service}`);
    // With a query, the page shows another week or month, whose dates are not known here.
    if (!search) ask(availabilityPath(service, Date.now()));
  } else if (pathname === "/") {
    ask("/api/services");
  }
}

/** Requests the server's time, for a page that shows nothing of the API first. */
export function askTheTime() {
  ask("/", { method: "HEAD", cache: "no-store" });
}

/**
 * The early request that covers this path, or undefined; each is returned once. `answer` is the
 * promise of its answer, `askedAt` the time of the request by the device's clock.
 */
export function takeEarly(path) {
  return take(path, () => true);
}

/**
 * The same, but only if a successful answer has already arrived, so that nobody waits: with its
 * `body` as text, and its `asOf` if it has one.
 */
export function takeArrived(path) {
  return take(path, ({ body }) => body !== undefined);
}

/**
 * What the last answer says about the server's time: its headers `date` and `age`, and when the
 * request was sent and answered by the device's clock. Undefined before the first answer.
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
  // If nobody takes the answer, its failure concerns nobody.
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
 * The slots of this week and the next two, which the page needs when it opens
 * (`CalendarView::first_to_ask` in `web/calendar/src/view/calendar_view.rs`); with fewer, it would
 * ask again. The range begins and ends early and late enough for every time zone, because the
 * service's zone is not known yet: none is more than 12 hours behind or 14 hours ahead of UTC.
 */
function availabilityPath(service, now) {
  const from = isoDate(now - 12 * HOUR);
  const to = isoDate(now + 14 * HOUR + 20 * DAY);
  return `/api/availability?serviceId=${service}&from=${from}&to=${to}`;
}

const isoDate = (millis) => new Date(millis).toISOString().slice(0, 10);

/**
 * Whether the answer to one path contains everything that the other asks for: its range may be
 * wider.
 */
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
