// Runs in the bare page: a listener of the Firebase SDK that updates the buttons directly. It
// listens to the same documents as Slotbook's page: the recently changed slots of a range.
import { initializeApp } from '/firebase-app.js';
import {
  collection,
  connectFirestoreEmulator,
  getFirestore,
  limit,
  onSnapshot,
  orderBy,
  query,
  Timestamp,
  where,
} from '/firebase-firestore.js';

const LIMIT = 1000;
const LATELY = 90_000;

const db = getFirestore(initializeApp({ projectId: 'demo-slotbook', apiKey: 'any' }));
connectFirestoreEmulator(db, '127.0.0.1', 8080);

window.show = (serviceId, slots) => {
  const buttons = new Map(slots.map((slot) => [`${slot.date} ${slot.time}`, button(slot)]));
  document.body.replaceChildren(...buttons.values());
  const [first, last] = [slots[0].date, slots.at(-1).date];
  const changed = query(
    collection(db, 'services', serviceId, 'slots'),
    where('date', '>=', first),
    where('date', '<=', last),
    where('updated_at', '>', Timestamp.fromMillis(Date.now() - LATELY)),
    orderBy('date'),
    orderBy('updated_at'),
    limit(LIMIT),
  );
  window.hide = onSnapshot(changed, (snapshot) => {
    for (const { doc } of snapshot.docChanges()) {
      const { date, time_slot, is_booked } = doc.data();
      if (is_booked) buttons.get(`${date} ${time_slot}`).dataset.status = 'booked';
    }
  });
};

function button({ date, time }) {
  const made = document.createElement('button');
  Object.assign(made.dataset, { date, time, status: 'available' });
  made.textContent = time;
  return made;
}
