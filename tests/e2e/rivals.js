// Other people, who act through the API without a browser.
import { freshConsumer, GRACE, idToken } from './accounts.js';
import { PAGE } from './stack.js';

/** Another person books the slot. */
export async function somebodyBooks({ serviceId, date, time }) {
  const token = await idToken(await freshConsumer('Rita'));
  await asks(token, 'POST', '/api/bookings', { serviceId, date, time });
}

/** Grace, who offers `haircut`, closes the slot or opens it again. */
export async function graceSetsOpen({ date, time }, isOpen) {
  const address = `/api/provider/services/haircut/slots/${date}/${time}`;
  await asks(await idToken(GRACE), 'PATCH', address, { isOpen });
}

async function asks(token, method, address, body) {
  const answer = await fetch(PAGE + address, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
}
