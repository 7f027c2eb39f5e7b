// The permissions by path: the table that the rules are tested against.
//
// Every `match` of firestore.rules has an entry. `lists` are queries, because Firestore allows or
// refuses a query as a whole, by its filters and limits and not by the documents that it would
// find.
import { collection, limit, orderBy, query, Timestamp, where } from 'firebase/firestore';
import { ada, adaWithoutRole, carol, dave, grace, personas, rita } from './story.js';
import { BOOKING_WITH_RITA, CAROLS_BOOKING, CAROLS_LOST_RACE } from './story.js';
import { MAIL_TO_ADA, MAIL_TO_CAROL, MAIL_TO_RITA } from './story.js';

const everybody = personas;
const nobody = [];
const everybodySignedIn = [carol, dave, ada, grace, rita, adaWithoutRole];

const list = (what, path, filters, may) => ({
  what,
  may,
  build: (firestore, persona) => query(collection(firestore, path), ...filters(persona)),
});

/** A collection of which `may` read up to `most` documents, with a limit in the query. */
const boundedLists = (path, most, may) => [
  list(`the first ${most} of ${path}`, path, () => [limit(most)], may),
  list(`the first ${most + 1} of ${path}`, path, () => [limit(most + 1)], nobody),
  list(`all of ${path} without a limit`, path, () => [], nobody),
];

const SLOTS = 'services/consultation/slots';
const week = [where('date', '>=', '2026-11-30'), where('date', '<=', '2026-12-06')];
const changedSince = where('updated_at', '>', Timestamp.fromMillis(0));

const slotLists = [
  ...boundedLists(SLOTS, 1000, everybody),
  list(
    'what changed in a week of slots',
    SLOTS,
    () => [...week, changedSince, orderBy('date'), orderBy('updated_at'), limit(1000)],
    everybody,
  ),
  list('a week of slots', SLOTS, () => [...week, orderBy('date'), limit(1000)], everybody),
  list('a week of slots without a limit', SLOTS, () => [...week, orderBy('date')], nobody),
];

const isCarols = where('user_id', '==', 'carol');
const isWithAda = where('provider_id', '==', 'ada');
const isWithRita = where('provider_id', '==', 'rita');
const isBooked = where('status', '==', 'booked');
const newestFirst = orderBy('created_at', 'desc');
// The visitor has no uid; the empty string is a guess.
const isTheirs = (persona) => where('user_id', '==', persona.uid ?? '');

const bookingLists = [
  ...boundedLists('bookings', 100, nobody),
  list(
    'their own bookings, newest first',
    'bookings',
    (persona) => [isTheirs(persona), newestFirst, limit(100)],
    everybodySignedIn,
  ),
  list(
    'their own bookings over the bound',
    'bookings',
    (persona) => [isTheirs(persona), newestFirst, limit(101)],
    nobody,
  ),
  list('their own bookings without a limit', 'bookings', (persona) => [isTheirs(persona)], nobody),
  list("Carol's bookings", 'bookings', () => [isCarols, limit(100)], [carol]),
  list(
    'the bookings made with Ada',
    'bookings',
    () => [isWithAda, isBooked, limit(100)],
    [ada],
  ),
  list(
    'the bookings made with Rita',
    'bookings',
    () => [isWithRita, isBooked, limit(100)],
    nobody,
  ),
  list(
    'the bookings made with Ada and the races lost for her slots',
    'bookings',
    () => [isWithAda, limit(100)],
    nobody,
  ),
];

const isConfirmation = where('email_type', '==', 'booking_confirmation');
const isAppointment = where('email_type', '==', 'appointment_notification');

const mailLists = [
  ...boundedLists('notifications', 100, nobody),
  list(
    'the confirmations sent to Carol',
    'notifications',
    () => [isCarols, isConfirmation, limit(100)],
    [carol],
  ),
  list(
    'the confirmations sent to Carol without a limit',
    'notifications',
    () => [isCarols, isConfirmation],
    nobody,
  ),
  list(
    'every mail about a booking of Carol',
    'notifications',
    () => [isCarols, limit(100)],
    nobody,
  ),
  list(
    'the appointments sent to Ada',
    'notifications',
    () => [isWithAda, isAppointment, limit(100)],
    [ada],
  ),
  list(
    'the appointments sent to Rita',
    'notifications',
    () => [isWithRita, isAppointment, limit(100)],
    nobody,
  ),
  list(
    'every mail about a booking with Ada',
    'notifications',
    () => [isWithAda, limit(100)],
    nobody,
  ),
];

export const permissions = [
  {
    match: '/services/{service_id}',
    reads: { 'services/consultation': everybody },
    lists: boundedLists('services', 100, everybody),
  },
  {
    match: '/services/{service_id}/slots/{slot_id}',
    reads: { 'services/consultation/slots/2026-12-01T1000': everybody },
    lists: slotLists,
  },
  {
    match: '/services/{service_id}/opening_hours/{rule_id}',
    reads: {
      'services/consultation/opening_hours/standing': nobody,
      'services/consultation/opening_hours/2026-12-24': nobody,
    },
    lists: boundedLists('services/consultation/opening_hours', 100, nobody),
  },
  {
    match: '/providers/{provider_id}',
    reads: { 'providers/ada': everybody },
    lists: boundedLists('providers', 100, everybody),
  },
  {
    match: '/providers/{provider_id}/claims/{cell}',
    reads: { 'providers/ada/claims/202612011000': nobody },
    lists: boundedLists('providers/ada/claims', 100, nobody),
  },
  {
    match: '/provider_contacts/{provider_id}',
    reads: { 'provider_contacts/ada': [ada], 'provider_contacts/rita': nobody },
    lists: boundedLists('provider_contacts', 1, nobody),
  },
  {
    match: '/people/{person_id}',
    reads: { 'people/eve': nobody },
    lists: boundedLists('people', 1, nobody),
  },
  {
    match: '/people/{person_id}/upcoming/{number}',
    reads: { 'people/carol/upcoming/0': nobody },
    lists: boundedLists('people/carol/upcoming', 10, nobody),
  },
  {
    match: '/bookings/{booking_id}',
    reads: {
      [CAROLS_BOOKING]: [carol, ada],
      [CAROLS_LOST_RACE]: [carol],
      [BOOKING_WITH_RITA]: [carol],
    },
    lists: bookingLists,
  },
  {
    match: '/notifications/{notification_id}',
    reads: { [MAIL_TO_CAROL]: [carol], [MAIL_TO_ADA]: [ada], [MAIL_TO_RITA]: nobody },
    lists: mailLists,
  },
  {
    match: '/outbox/{event_id}',
    reads: { 'outbox/77777777-2222-4333-8444-555555555555': nobody },
    lists: boundedLists('outbox', 1, nobody),
  },
];
