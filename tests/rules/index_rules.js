// The index that a query needs, by Firestore's rules: first the equalities, then the order, which
// begins with the fields of the inequalities. Every index contains the document's id.
const EQUALITIES = ['EQUAL', 'IN'];

/** The fields that the index must have, and whether it has to be composite. */
export function needed({ where, orderBy }) {
  const conditions = where.filter(([field]) => field !== '__name__');
  const isEquality = ([, operator]) => EQUALITIES.includes(operator);
  const equal = [...new Set(conditions.filter(isEquality).map(([field]) => field))];
  const ordered = orderBy.filter(([field]) => field !== '__name__' && !equal.includes(field));
  for (const [field] of conditions.filter((condition) => !isEquality(condition))) {
    if (!ordered.some(([name]) => name === field)) ordered.push([field, 'ASCENDING']);
  }
  const fields = [...equal, ...ordered.map(([field]) => field)];
  // Queries with equalities alone are answered by merging the indexes of single fields.
  return { equal, ordered, fields, composite: ordered.length > 0 && fields.length > 1 };
}

/** Whether this composite index is exactly the one that the query needs. */
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
