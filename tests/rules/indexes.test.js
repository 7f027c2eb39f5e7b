// What firestore.indexes.json must keep to. The emulator enforces no index, so the file is read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const INDEXES = new URL('../../firestore.indexes.json', import.meta.url);
const { indexes, fieldOverrides } = JSON.parse(readFileSync(INDEXES, 'utf8'));

// Instants that only ever grow: an index on one alone would take every write at its end.
const GROWING = {
  services: ['created_at', 'updated_at'],
  slots: ['updated_at', 'starts_at', 'ends_at'],
  claims: ['expires_at'],
  bookings: ['created_at', 'starts_at', 'ends_at', 'expires_at'],
  notifications: ['created_at', 'sent_at', 'lease_until'],
};

const overrideOf = (collection, field) =>
  fieldOverrides.find(
    ({ collectionGroup, fieldPath }) => collectionGroup === collection && fieldPath === field,
  );

const shapeOf = ({ collectionGroup, queryScope, fields }) =>
  `${queryScope} ${collectionGroup}: ${fields.map((f) => `${f.fieldPath} ${f.order}`).join(', ')}`;

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

test('slots can be found by date and by time slot', () => {
  assert.equal(overrideOf('slots', 'date'), undefined);
  assert.equal(overrideOf('slots', 'time_slot'), undefined);
});

test('every composite index stays within its collection, and serves a query in use', () => {
  assert.deepEqual(indexes.map(shapeOf), [
    'COLLECTION slots: date ASCENDING, updated_at ASCENDING',
    'COLLECTION bookings: user_id ASCENDING, status ASCENDING, created_at DESCENDING',
    'COLLECTION bookings: provider_id ASCENDING, status ASCENDING, date ASCENDING',
    'COLLECTION notifications: provider_id ASCENDING, created_at DESCENDING',
    'COLLECTION notifications: provider_id ASCENDING, status ASCENDING, created_at DESCENDING',
  ]);
});

for (const collection of ['outbox', 'provider_contacts', 'providers']) {
  test(`${collection}, which is never asked by field, indexes none`, () => {
    assert.deepEqual(overrideOf(collection, '*')?.indexes, []);
  });
}

test('claims and failed attempts, and nothing else, expire', () => {
  const expiring = fieldOverrides.filter(({ ttl }) => ttl);
  assert.deepEqual(
    expiring.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`),
    ['claims.expires_at', 'bookings.expires_at'],
  );
});
