// The Firestore emulator for the tests of the rules: a project of their own with the rules loaded,
// the documents of the story, and a client for each person.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { initializeTestEnvironment } from '@firebase/rules-unit-testing';
import { doc, setDoc, setLogLevel } from 'firebase/firestore';
import { documents } from './story.js';

const RULES = new URL('../../firestore.rules', import.meta.url);

export const rulesText = readFileSync(RULES, 'utf8');

export async function startEmulatedProject() {
  if (!process.env.FIRESTORE_EMULATOR_HOST) {
    throw new Error(
      'FIRESTORE_EMULATOR_HOST is not set. Start the Firestore emulator and set it to its address, such as 127.0.0.1:8080.',
    );
  }
  // These tests cause refusals on purpose, and the client would print each of them.
  setLogLevel('silent');
  const project = await initializeTestEnvironment({
    projectId: `demo-${randomUUID()}`,
    firestore: { rules: rulesText },
  });
  await project.withSecurityRulesDisabled((context) =>
    Promise.all(
      Object.entries(documents).map(([path, fields]) =>
        setDoc(doc(context.firestore(), path), fields),
      ),
    ),
  );
  return project;
}

const clients = new Map();

/** This person's client; one for the whole run, because connecting takes longer than a test. */
export function firestoreOf(project, persona) {
  if (!clients.has(persona)) clients.set(persona, contextOf(project, persona).firestore());
  return clients.get(persona);
}

function contextOf(project, { uid, claims }) {
  return uid ? project.authenticatedContext(uid, claims) : project.unauthenticatedContext();
}

/** Sends a request without a token that the client library cannot send, by REST. */
export async function runQueryByRest(project, parent, structuredQuery) {
  const { host, port } = project.emulators.firestore;
  const documents = `projects/${project.projectId}/databases/(default)/documents`;
  const response = await fetch(`http://${host}:${port}/v1/${documents}${parent}:runQuery`, {
    method: 'POST',
    body: JSON.stringify({ structuredQuery }),
  });
  await response.body?.cancel();
  return response.status;
}

export async function fetchRuleCoverage(project) {
  const { host, port } = project.emulators.firestore;
  const response = await fetch(
    `http://${host}:${port}/emulator/v1/projects/${project.projectId}:ruleCoverage`,
  );
  if (!response.ok) throw new Error(`The emulator gives no rule coverage: ${response.status}`);
  return (await response.json()).report;
}
