// A first visit to a service's calendar, with a slow network and a slow processor: how long until
// the first availability is painted, and how many bytes were transferred before that.
import { launch } from './chromium.js';
import { compressingFront, warm } from './front.js';
import { atMost, machineBefore, publish } from './report.js';
import { median, rounded } from './statistics.js';
import { FIRESTORE, PAGE } from '../e2e/stack.js';

const VISITS = 9;
const PATH = '/services/consultation';
const MBIT = 1_600_000 / 8;
const LINE = { offline: false, latency: 150, downloadThroughput: MBIT, uploadThroughput: MBIT };
const SLOWER = 4;

const machine = machineBefore();
const front = await compressingFront(PAGE);
const browser = await launch();
const visits = [];
try {
  await warm(front.address, await filesOf(PATH));
  for (let visit = 0; visit < VISITS; visit += 1) visits.push(await coldVisit());
} finally {
  await browser.close();
  await front.end();
}

const painted = median(visits.map((visit) => visit.painted));
const typical = visits.find((visit) => visit.painted === painted);
const bytes = median(visits.map((visit) => visit.bytes));
publish({
  benchmark: 'page',
  measured: `a cold visit to ${PATH} at 1.6 Mbit/s, 150 ms a round trip, CPU ${SLOWER} times slower`,
  machine,
  parameters: { visits: VISITS, line: LINE, cpu_slower: SLOWER, compression: 'brotli, quality 11' },
  figures: { visits },
  table: [
    ['of the median visit', 'bytes', 'asked at, ms', 'there at, ms'],
    ...typical.files.map(({ path, bytes, from, to }) => [path, bytes, from, to ?? 'later']),
    ['first availability painted', bytes, '', rounded(painted, 0)],
  ],
  remarks: [
    `painted in the visits, ms: ${visits.map((visit) => rounded(visit.painted, 0)).join(' ')}`,
    'bytes: bodies as compressed and headers, of all that had arrived when it was painted',
    'the latency is Chromium\'s own emulation: once a request, nothing for opening a connection',
  ],
  targets: [
    atMost('first availability painted, s, median', rounded(painted / 1000, 2), 2.0),
    atMost('bytes before it, KB of 1000, median', rounded(bytes / 1000), 180),
  ],
});

/** The paths that a visit loads, so that they are compressed before the measurement. */
async function filesOf(path) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const paths = [];
  page.on('request', (asked) => {
    const { origin, pathname } = new URL(asked.url());
    if (origin === front.address) paths.push(pathname);
  });
  // The request of the listener is the last one, and the network never becomes idle after it.
  const listening = page.waitForRequest((asked) => asked.url().startsWith(FIRESTORE));
  await page.goto(`${front.address}${path}`);
  await listening;
  await context.close();
  return paths.filter((it) => !/^\/(api|__)\//.test(it));
}

async function coldVisit() {
  // A new context has an empty cache.
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', LINE);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const traffic = listen(devtools);
  await page.addInitScript(noteFirstAvailability);
  await page.goto(`${front.address}${PATH}`, { waitUntil: 'commit' });
  const painted = await page.waitForFunction(() => window.availabilityPaintedAt, null, {
    polling: 200,
    timeout: 60_000,
  });
  const at = await painted.jsonValue();
  await context.close();
  return { painted: at, ...traffic.until(at) };
}

/**
 * Runs in the page. The animation frame after a slot was added to the document shows it; a task
 * after that frame runs when it has been laid out and painted.
 */
function noteFirstAvailability() {
  const isThere = () => document.querySelector('[data-date][data-time]');
  const observer = new MutationObserver(() => {
    if (!isThere()) return;
    observer.disconnect();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      window.availabilityPaintedAt = performance.now();
    };
    requestAnimationFrame(() => port2.postMessage(null));
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Counts the bytes received, by request. */
function listen(devtools) {
  const requests = new Map();
  let began;
  const millis = (timestamp) => (timestamp - began) * 1000;
  devtools.on('Network.requestWillBeSent', ({ requestId, request, timestamp }) => {
    began ??= timestamp;
    requests.set(requestId, { path: shortened(request.url), from: millis(timestamp), parts: [] });
  });
  devtools.on('Network.responseReceived', ({ requestId, response, timestamp }) => {
    const { encodedDataLength } = response;
    requests.get(requestId)?.parts.push({ at: millis(timestamp), bytes: encodedDataLength });
  });
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength, timestamp }) => {
    requests.get(requestId)?.parts.push({ at: millis(timestamp), bytes: encodedDataLength });
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength, timestamp }) => {
    const request = requests.get(requestId);
    if (request) Object.assign(request, { to: millis(timestamp), total: encodedDataLength });
  });
  return {
    until(moment) {
      const files = [...requests.values()].filter(({ from }) => from <= moment).map((request) => {
        const isThere = request.to !== undefined && request.to <= moment;
        const arrived = request.parts.filter(({ at }) => at <= moment);
        const bytes = isThere ? request.total : arrived.reduce((sum, part) => sum + part.bytes, 0);
        const to = isThere ? Math.round(request.to) : undefined;
        return { path: request.path, bytes, from: Math.round(request.from), to };
      });
      return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
    },
  };
}

function shortened(url) {
  const { pathname, search } = new URL(url);
  return pathname + search.replace(/serviceId=[^&]*&?/, '…');
}
