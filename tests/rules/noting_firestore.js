// Replaces the page's `firestore.js`: finds no documents, and records the queries.

const OPERATORS = {
  '==': 'EQUAL',
  in: 'IN',
  '>': 'GREATER_THAN',
  '>=': 'GREATER_THAN_OR_EQUAL',
  '<=': 'LESS_THAN_OR_EQUAL',
};

/** The queries so far. */
export const notes = [];

const note = (query) => {
  notes.push({
    collection: query.find((part) => part.collection).collection,
    group: false,
    where: query.flatMap((part) => part.where ?? []),
    orderBy: query.flatMap((part) => part.orderBy ?? []),
  });
};

class Timestamp {
  static fromMillis() {
    return new Timestamp();
  }
}

const sdk = {
  Timestamp,
  collection: (_db, ...path) => ({ collection: path.at(-1) }),
  documentId: () => '__name__',
  limit: () => ({}),
  orderBy: (field, direction = 'asc') => ({
    orderBy: [[field, direction === 'asc' ? 'ASCENDING' : 'DESCENDING']],
  }),
  query: (...parts) => parts,
  startAfter: () => ({}),
  where(field, operator) {
    if (!(operator in OPERATORS)) throw new Error(`say what index ${operator} needs first`);
    return { where: [[field, OPERATORS[operator]]] };
  },
  onSnapshot(query) {
    note(query);
    return () => {};
  },
  async getDocs(query) {
    note(query);
    return { docs: [] };
  },
};

/** Like the page's own. */
export const firestore = async () => ({ sdk, db: undefined });
