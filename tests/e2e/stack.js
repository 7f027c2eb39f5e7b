// Where the parts of the local stack answer, and how they are asked.

export const PROJECT = 'demo-slotbook';
export const PAGE = 'http://127.0.0.1:5000';
export const AUTH = 'http://127.0.0.1:9099';
export const FIRESTORE = 'http://127.0.0.1:8080';
export const INBOX = 'http://127.0.0.1:1080';

/** The JSON that `url` answers with; anything but success is an error that says what was asked. */
export async function fetchJson(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
