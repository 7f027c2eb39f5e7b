// The page's queries, recorded from its own functions, which run with a `firestore.js` that finds
// nothing and records the queries.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PAGE = new URL('../../web/js/', import.meta.url);

/** Every function that queries Firestore for more than one document, by its module. */
const ASKING = {
  'slots.js': {
    watchSlots: [
      ['a service', '2026-12-01', '2026-12-31', undefined, 1, unheard, unheard],
      ['a service', '2026-12-01', '2026-12-31', 0, 1, unheard, unheard],
    ],
  },
  'bookings.js': {
    watchOwnBookings: [['a person', 1, unheard, unheard]],
    earlierBookings: [['a person', 0, 'a booking', 1]],
    watchConfirmations: [['a person', ['a booking'], unheard, unheard]],
  },
  'bookings_with.js': {
    watchBookingsWith: [['a provider', '2026-12-01', '2026-12-31', 1, unheard, unheard]],
  },
};

function unheard() {}

/** The shape of each query: its collection, its conditions and its order. */
export async function queriesOfThePage() {
  const folder = await mkdtemp(join(tmpdir(), 'slotbook-queries-'));
  try {
    await cp(PAGE, folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"type": "module"}');
    await cp(new URL('noting_firestore.js', import.meta.url), join(folder, 'firestore.js'));
    await assertNobodyElseAsks(folder);
    return await noted(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function noted(folder) {
  const load = (file) => import(pathToFileURL(join(folder, file)));
  const { notes } = await load('firestore.js');
  const queries = [];
  for (const [file, functions] of Object.entries(ASKING)) {
    const module = await load(file);
    for (const [name, calls] of Object.entries(functions)) {
      for (const call of calls) {
        const before = notes.length;
        await module[name](...call);
        // A listener is opened one turn of the event loop after it was requested.
        await new Promise(setImmediate);
        assert.equal(notes.length, before + 1, `${name} of ${file} made no query`);
        queries.push({ query: name, ...notes.at(-1) });
      }
    }
  }
  return queries;
}

async function assertNobodyElseAsks(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js'));
  const asking = [];
  for (const file of files.filter((file) => file !== 'firestore.js')) {
    const source = await readFile(join(folder, file), 'utf8');
    if (/\bcollection(Group)?\(/.test(source)) asking.push(file);
  }
  assert.deepEqual(asking.sort(), Object.keys(ASKING).sort());
}
