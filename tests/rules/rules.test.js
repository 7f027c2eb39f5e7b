// Every path of firestore.rules × every kind of person × every operation, from one table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertFails, assertSucceeds } from '@firebase/rules-unit-testing';
import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  getCountFromServer,
  getDoc,
  getDocs,
  limit,
  query,
  setDoc,
  updateDoc,
} from 'firebase/firestore';
import { undecidedExpressions, unevaluatedExpressions } from './coverage.js';
import {
  fetchRuleCoverage,
  firestoreOf,
  rulesText,
  runQueryByRest,
  startEmulatedProject,
} from './emulator.js';
import { matchPaths } from './match_paths.js';
import { permissions } from './permissions.js';
import { carol, documents, personas } from './story.js';

const OPERATIONS = ['get', 'list', 'create', 'update', 'delete'];
const asked = new Set();
let project;

before(async () => {
  project = await startEmulatedProject();
});
after(() => project?.cleanup());

/** One test: `persona` may do this or is refused; the request is recorded as tested. */
function asks({ match, operation, persona, may, what }, act) {
  test(`${persona.name} ${may ? 'may' : 'must not'} ${what}`, async () => {
    const attempt = act(firestoreOf(project, persona));
    await (may ? assertSucceeds(attempt) : assertFails(attempt));
    asked.add(`${persona.name} ${operation} ${match}`);
  });
}

for (const { match, reads, lists } of permissions) {
  for (const persona of personas) {
    for (const [path, may] of Object.entries(reads)) {
      const of = (operation, what, isAllowed) => ({
        match,
        operation,
        persona,
        may: isAllowed,
        what,
      });
      asks(of('get', `read ${path}`, may.includes(persona)), (db) => getDoc(doc(db, path)));
      asks(of('create', `create a copy of ${path}`, false), (db) =>
        setDoc(doc(db, `${path}-copy`), { ...documents[path], user_id: persona.uid ?? '' }),
      );
      asks(of('update', `change ${path}`, false), (db) =>
        updateDoc(doc(db, path), { status: 'changed' }),
      );
      asks(of('delete', `delete ${path}`, false), (db) => deleteDoc(doc(db, path)));
    }
    for (const { what, build, may } of lists) {
      asks(
        { match, operation: 'list', persona, may: may.includes(persona), what: `list ${what}` },
        (db) => getDocs(build(db, persona)),
      );
    }
  }
}

const groups = [
  'services',
  'slots',
  'opening_hours',
  'providers',
  'claims',
  'upcoming',
  'people',
  'bookings',
  'notifications',
];
for (const group of groups) {
  for (const persona of personas) {
    test(`${persona.name} must not search all collections named ${group} at once`, () =>
      assertFails(
        getDocs(query(collectionGroup(firestoreOf(project, persona), group), limit(1))),
      ));
  }
}

for (const persona of personas) {
  test(`${persona.name} must not read or write a collection that has no rule`, async () => {
    const firestore = firestoreOf(project, persona);
    await assertFails(getDoc(doc(firestore, 'unheard/of')));
    await assertFails(getDocs(query(collection(firestore, 'unheard'), limit(1))));
    await assertFails(setDoc(doc(firestore, 'unheard/of'), { user_id: persona.uid ?? '' }));
  });

  test(`${persona.name} must not learn whether a booking or a mail exists`, async () => {
    const firestore = firestoreOf(project, persona);
    await assertFails(getDoc(doc(firestore, 'bookings/00000000-0000-5000-8000-000000000000')));
    await assertFails(getDoc(doc(firestore, 'notifications/00000000-0000-5000-8000-000000000000')));
  });
}

test('counting is bounded as listing is', async () => {
  const slots = collection(firestoreOf(project, carol), 'services/consultation/slots');
  await assertFails(getCountFromServer(slots));
  await assertSucceeds(getCountFromServer(query(slots, limit(1000))));
});

test('an offset, whose skipped documents we would pay for, is refused', async () => {
  const page = { from: [{ collectionId: 'slots' }], limit: 10 };
  const status = (query) => runQueryByRest(project, '/services/consultation', query);
  assert.equal(await status(page), 200);
  assert.equal(await status({ ...page, offset: 1 }), 403);
});

// The following tests check what the tests above have requested, so they come last.

test('no path, person or operation is left out', () => {
  const notCovered = matchPaths(rulesText)
    .flatMap((match) => personas.flatMap(({ name }) => OPERATIONS.map((op) => `${name} ${op} ${match}`)))
    .filter((question) => !asked.has(question));
  assert.deepEqual(notCovered, []);
});

test('every entry of the table belongs to a match of the rules', () => {
  const known = matchPaths(rulesText);
  assert.deepEqual(permissions.map(({ match }) => match).filter((match) => !known.includes(match)), []);
  assert.ok(known.length > 0);
});

test('every expression of the rules was evaluated', async () => {
  assert.deepEqual(unevaluatedExpressions(await fetchRuleCoverage(project), rulesText), []);
});

test('every condition of the rules was seen to allow and to refuse', async () => {
  assert.deepEqual(undecidedExpressions(await fetchRuleCoverage(project), rulesText), []);
});
