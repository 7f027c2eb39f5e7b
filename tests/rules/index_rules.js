// Which index a query needs, by Firestore's rules: equalities first, then the order, which begins
// with the fields of the inequalities. The document's id is part of every index.
const EQUALITIES = ['EQUAL', 'IN'];

/** The fields that an index must have, and whether it has to be a composite one. */
export function needed({ where, orderBy }) {
  const conditions = where.filter(([field]) => field !== '__name__');
  const isEquality = ([, operator]) => EQUALITIES.includes(operator);
  const equal = [...new Set(conditions.filter(isEquality).map(([field]) => field))];
  const ordered = orderBy.filter(([field]) => field !== '__name__' && !equal.includes(field));
  for (const [field] of conditions.filter((condition) => !isEquality(condition))) {
    if (!ordered.some(([name]) => name === field)) ordered.push([field, 'ASCENDING']);
  }
  const fields = [...equal, ...ordered.map(([field]) => field)];
  // Equalities alone are answered by merging the fields' own indexes.
  return { equal, ordered, fields, composite: ordered.length > 0 && fields.length > 1 };
}

/** Whether this composite index is just the one that the query needs. */
export function serves({ collectionGroup, fields }, { collection }, { equal, ordered, composite }) {
  const first = fields.slice(0, equal.length).map(({ fieldPath }) => fieldPath);
  const rest = fields.slice(equal.length).map(({ fieldPath, order }) => [fieldPath, order]);
  return (
    composite &&
    collectionGroup === collection &&
    JSON.stringify(first.toSorted()) === JSON.stringify(equal.toSorted()) &&
    JSON.stringify(rest) === JSON.stringify(ordered)
  );
}
