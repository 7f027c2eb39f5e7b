// The story of the tests: Carol has booked a consultation with Ada, and failed to book another slot
// that somebody else had booked; Dave and Grace are not involved.
import { Timestamp } from 'firebase/firestore';

export const visitor = { name: 'A visitor', claims: {} };
export const carol = { name: 'Carol, who booked,', uid: 'carol', claims: {} };
export const dave = { name: 'Dave, another consumer,', uid: 'dave', claims: {} };
export const ada = { name: 'Ada, the provider,', uid: 'ada', claims: { role: 'provider' } };
export const grace = {
  name: 'Grace, another provider,',
  uid: 'grace',
  claims: { role: 'provider' },
};

export const rita = {
  name: 'Rita, from whom the role was taken away,',
  uid: 'rita',
  claims: { role: 'provider' },
};
export const adaWithoutRole = { name: 'Ada, whose token says no role,', uid: 'ada', claims: {} };

export const personas = [visitor, carol, dave, ada, grace, rita, adaWithoutRole];

export const CAROLS_BOOKING = 'bookings/a3d1caf2-76ee-5e76-bb25-a284b5f7e678';
export const CAROLS_LOST_RACE = 'bookings/5d0f3a7c-9f0b-4a57-8f5e-6a1f0a3c2b11';
export const BOOKING_WITH_RITA = 'bookings/b4e2d0f8-87ff-5f87-b36c-b385c6f8f789';
export const MAIL_TO_RITA = 'notifications/11111111-2222-5333-8444-777777777777';
export const MAIL_TO_CAROL = 'notifications/11111111-2222-5333-8444-555555555555';
export const MAIL_TO_ADA = 'notifications/11111111-2222-5333-8444-666666666666';

const noon = Timestamp.fromDate(new Date('2026-11-22T12:00:00Z'));
const startsAt = Timestamp.fromDate(new Date('2026-12-01T10:00:00Z'));

const booking = {
  user_id: 'carol',
  user_email: 'carol@slotbook.test',
  service_id: 'consultation',
  provider_id: 'ada',
  date: '2026-12-01',
  starts_at: startsAt,
  created_at: noon,
};

const mail = {
  booking_id: 'a3d1caf2-76ee-5e76-bb25-a284b5f7e678',
  user_id: 'carol',
  provider_id: 'ada',
  status: 'sent',
  created_at: noon,
};

export const documents = {
  'services/consultation': { service_id: 'consultation', provider_id: 'ada', is_active: true },
  'services/consultation/slots/2026-12-01T1000': {
    service_id: 'consultation',
    date: '2026-12-01',
    time_slot: '10:00',
    is_booked: true,
    updated_at: noon,
  },
  'services/consultation/opening_hours/standing': {
    service_id: 'consultation',
    changes: [{ from: '2026-12-01', weekly: {} }],
    due_at: noon,
  },
  'services/consultation/opening_hours/2026-12-24': {
    service_id: 'consultation',
    from: '2026-12-24',
    to: '2026-12-26',
    weekly: {},
  },
  'providers/ada': { display_name: 'Dr. Ada Byron', time_zone: 'Europe/London' },
  'providers/ada/claims/202612011000': { booking_id: mail.booking_id, expires_at: startsAt },
  'providers/grace': { display_name: 'Grace Murray', time_zone: 'America/New_York' },
  'providers/rita': { display_name: 'Rita', time_zone: 'UTC', is_revoked: true },
  'provider_contacts/rita': { email: 'rita@slotbook.test', name: 'Rita' },
  [BOOKING_WITH_RITA]: { ...booking, provider_id: 'rita', time_slot: '10:00', status: 'booked' },
  [MAIL_TO_RITA]: { ...mail, provider_id: 'rita', email_type: 'appointment_notification' },
  'provider_contacts/ada': { email: 'ada@slotbook.test', name: 'Ada Byron' },
  'people/eve': { user_id: 'eve', erased_at: noon, due_at: null, expires_at: startsAt },
  'people/carol/upcoming/0': {
    booking_id: mail.booking_id,
    ends_at: startsAt,
    expires_at: startsAt,
  },
  [CAROLS_BOOKING]: { ...booking, time_slot: '10:00', status: 'booked' },
  [CAROLS_LOST_RACE]: { ...booking, time_slot: '11:00', status: 'failed' },
  [MAIL_TO_CAROL]: { ...mail, email_type: 'booking_confirmation' },
  [MAIL_TO_ADA]: { ...mail, email_type: 'appointment_notification' },
  'outbox/77777777-2222-4333-8444-555555555555': { created_at: noon },
};
