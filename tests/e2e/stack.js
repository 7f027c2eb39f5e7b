// The addresses of the local stack, and requests to it.

export const PROJECT = 'demo-slotbook';
export const PAGE = 'http://127.0.0.1:5000';
export const AUTH = 'http://127.0.0.1:9099';
export const FIRESTORE = 'http://127.0.0.1:8080';
export const INBOX = 'http://127.0.0.1:1080';

/** The JSON at `url`. Any answer but success is an error that names the request. */
export async function fetchJson(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
