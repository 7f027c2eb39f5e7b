// The time from one person's 201 to the slot painted red in another person's browser: Slotbook's
// page against a bare listener of the Firebase SDK in the same browser, in alternation.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { freshConsumer } from '../e2e/accounts.js';
import { quietService } from '../e2e/quiet_service.js';
import { AUTH, fetchJson, PAGE } from '../e2e/stack.js';
import { launch } from './chromium.js';
import { atMost, machineBefore, publish } from './report.js';
import { median, percentile, rounded } from './statistics.js';

const TURNS = 12;
const BOOKINGS_A_TURN = 5;

const now = () => performance.timeOrigin + performance.now();

const machine = machineBefore();
const { serviceId, slots } = await quietService();
const free = [...slots];
let person;
const bare = await bareServer();
const browser = await launch();
const found = { slotbook: [], bare: [] };
try {
  const slotbook = { name: 'slotbook', page: await browser.newPage(), open: openSlotbook };
  const listener = { name: 'bare', page: await browser.newPage(), open: openBare };
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const side of turn % 2 ? [listener, slotbook] : [slotbook, listener]) {
      found[side.name].push(...(await takeTurn(side)));
    }
  }
} finally {
  await browser.close();
  bare.close();
}

const ofAll = (of) => Object.fromEntries(Object.keys(found).map((it) => [it, found[it].map(of)]));
const since201 = ofAll((it) => it.since201);
const sinceClick = ofAll((it) => it.sinceAsked);
const row = (name, values) => [
  name,
  ...[50, 95].map((percent) => rounded(percentile(values, percent))),
  values.length,
];
const ratio = (values, percent) =>
  rounded(percentile(values.slotbook, percent) / percentile(values.bare, percent), 2);
publish({
  benchmark: 'live',
  measured: 'from the 201 to the other browser\'s slot painted red, against a bare listener',
  machine,
  parameters: { turns: TURNS, bookings_a_turn: BOOKINGS_A_TURN, slots: slots.length },
  figures: { since_201_ms: since201, since_asked_ms: sinceClick },
  table: [
    ['', 'p50, ms', 'p95, ms', 'bookings'],
    row('Slotbook, since the 201', since201.slotbook),
    row('bare listener, since the 201', since201.bare),
    row('Slotbook, since the request', sinceClick.slotbook),
    row('bare listener, since the request', sinceClick.bare),
  ],
  remarks: [
    `ratio of the medians since the 201: ${ratio(since201, 50)}, since the request: ${ratio(sinceClick, 50)}; of the p95 since the request: ${ratio(sinceClick, 95)}`,
    'Firestore tells listeners beside the answer, so it can be painted before the 201 is there',
  ],
  targets: [atMost('p95 since the 201 ÷ that of the bare listener', ratio(since201, 95), 1.2)],
});

/** The first booking only shows that the listener is in touch. */
async function takeTurn({ page, open }) {
  // Nobody may hold as many bookings as all turns make together.
  person = await signedIn();
  await open(page);
  await bookAndSee(page);
  const turn = [];
  for (let booking = 0; booking < BOOKINGS_A_TURN; booking += 1) turn.push(await bookAndSee(page));
  // Each side listens only during its own turn.
  await page.goto('about:blank');
  return turn;
}

async function openSlotbook(page) {
  await page.goto(`${PAGE}/services/${serviceId}`);
  await page.locator('[data-date][data-time]').first().waitFor();
}

async function openBare(page) {
  await page.goto(`http://127.0.0.1:${bare.address().port}/`);
  await page.waitForFunction(() => window.show);
  await page.evaluate(([id, all]) => window.show(id, all), [serviceId, slots]);
}

async function bookAndSee(page) {
  const slot = free.shift();
  await page.evaluate(notePainting, slot);
  const asked = now();
  await book(slot);
  const answered = now();
  const painted = await page.evaluate(() => window.painted);
  return { since201: painted - answered, sinceAsked: painted - asked };
}

/**
 * Runs in the page. The animation frame after the slot became booked shows it; a task after that
 * frame runs when it has been laid out and painted.
 */
function notePainting({ date, time }) {
  const red = `[data-date="${date}"][data-time="${time}"][data-status="booked"]`;
  window.painted = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector(red)) return;
      observer.disconnect();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
      requestAnimationFrame(() => port2.postMessage(null));
    });
    observer.observe(document, { attributes: true, childList: true, subtree: true });
  });
}

async function signedIn() {
  const { email, password } = await freshConsumer('Live');
  const signIn = `${AUTH}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any`;
  const { idToken } = await post(signIn, { email, password, returnSecureToken: true });
  return { authorization: `Bearer ${idToken}` };
}

function book({ date, time }) {
  return post(`${PAGE}/api/bookings`, { serviceId, date, time }, person);
}

function post(url, body, headers) {
  const json = { 'content-type': 'application/json', ...headers };
  return fetchJson(url, { method: 'POST', headers: json, body: JSON.stringify(body) });
}

/** Serves the bare page and the SDK in its form for pages without a bundler. */
async function bareServer() {
  const here = new URL('.', import.meta.url);
  const sdk = new URL('../node_modules/firebase/', import.meta.url);
  const server = createServer(async ({ url }, answer) => {
    const isSdk = url.startsWith('/firebase-');
    const file = new URL(url === '/' ? 'bare.html' : url.slice(1), isSdk ? sdk : here);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return answer.writeHead(404).end();
    const type = url === '/' ? 'text/html' : 'text/javascript';
    // Its modules import each other by their addresses at Google.
    const local = text.replaceAll(/https:\/\/www\.gstatic\.com\/firebasejs\/[^/]+/g, '');
    return answer.writeHead(200, { 'content-type': type }).end(local);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
