// Rules for firestore.indexes.json. The emulator does not enforce indexes, so the test reads the
// file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { needed, serves } from './index_rules.js';
import { queriesOfThePage } from './queries_of_the_page.js';

const INDEXES = new URL('../../firestore.indexes.json', import.meta.url);
const { indexes, fieldOverrides } = JSON.parse(readFileSync(INDEXES, 'utf8'));
// The backend's queries, which a test of backend/store/src/queries.rs keeps up to date, and the
// page's, recorded from the functions that make them.
const QUERIES = new URL('queries.json', import.meta.url);
const queries = [...JSON.parse(readFileSync(QUERIES, 'utf8')), ...(await queriesOfThePage())];

// Instants that only increase: with an index on one of them alone, all writes would go to its end.
// (The index by which changed services and providers are found is fine: people change them by hand,
// now and then.)
const GROWING = {
  services: ['created_at'],
  slots: ['updated_at', 'starts_at', 'ends_at'],
  claims: ['expires_at'],
  upcoming: ['expires_at'],
  people: ['erased_at', 'expires_at'],
  bookings: ['created_at', 'starts_at', 'ends_at', 'expires_at'],
  notifications: ['created_at', 'sent_at', 'lease_until', 'expires_at'],
};

const overrideOf = (collection, field) =>
  fieldOverrides.find(
    ({ collectionGroup, fieldPath }) => collectionGroup === collection && fieldPath === field,
  );

for (const [collection, fields] of Object.entries(GROWING)) {
  for (const field of fields) {
    test(`${field} of ${collection} has no index of its own, because it grows`, () => {
      assert.deepEqual(overrideOf(collection, field)?.indexes, []);
    });
  }
}

test('no composite index begins with a value that grows', () => {
  const hotSpots = indexes.filter(({ collectionGroup, fields }) =>
    GROWING[collectionGroup]?.includes(fields[0].fieldPath),
  );
  assert.deepEqual(hotSpots, []);
});

test('of the instants that grow only the one is indexed by which what is due is found', () => {
  // Written twice a day for each service, which is far below what such an index can take.
  const growing = fieldOverrides.filter(
    ({ collectionGroup, indexes }) => collectionGroup === 'opening_hours' && indexes.length > 0,
  );
  assert.deepEqual(growing.map(({ fieldPath }) => fieldPath), ['due_at']);
});

test('slots can be found by date and by time slot', () => {
  assert.equal(overrideOf('slots', 'date'), undefined);
  assert.equal(overrideOf('slots', 'time_slot'), undefined);
});

for (const { query, needs } of queries.map((query) => ({ query, needs: needed(query) }))) {
  const name = `${query.query} of ${query.collection}`;
  test(`${name} has the index that it needs`, () => {
    if (query.group && needs.fields.length > 0) {
      // By default, a field has a single-field index for collection queries only.
      assert.equal(needs.composite, false, 'give the group an index first');
      for (const field of needs.fields) {
        const own = overrideOf(query.collection, field)?.indexes ?? [];
        assert.ok(own.some(({ queryScope }) => queryScope === 'COLLECTION_GROUP'), field);
      }
      return;
    }
    if (needs.composite) {
      assert.equal(indexes.filter((index) => serves(index, query, needs)).length, 1);
      return;
    }
    for (const field of needs.fields) {
      assert.notDeepEqual(overrideOf(query.collection, field)?.indexes, [], field);
    }
  });
}

test('every composite index stays within its collection, and serves a query in use', () => {
  const used = (index) => queries.some((query) => serves(index, query, needed(query)));
  assert.deepEqual(indexes.filter((index) => !used(index)), []);
  assert.ok(indexes.every(({ queryScope }) => queryScope === 'COLLECTION'));
});

for (const [collection, fields] of Object.entries({
  outbox: [],
  provider_contacts: [],
  providers: ['updated_at'],
  upcoming: [],
})) {
  test(`${collection} indexes no field but those that it is asked by`, () => {
    const asked = queries.filter((query) => query.collection === collection);
    assert.deepEqual([...new Set(asked.flatMap((query) => needed(query).fields))], fields);
    assert.deepEqual(overrideOf(collection, '*')?.indexes, []);
    for (const field of fields) {
      assert.notDeepEqual(overrideOf(collection, field)?.indexes ?? [], []);
    }
  });
}

test('claims, failed attempts, mails, entries of upcoming bookings and of people who left expire, and nothing else', () => {
  const expiring = fieldOverrides.filter(({ ttl }) => ttl);
  assert.deepEqual(
    expiring.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`),
    ['claims', 'people', 'upcoming', 'bookings', 'notifications'].map((it) => `${it}.expires_at`),
  );
});
