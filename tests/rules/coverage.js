// The emulator's report on the expressions of the rules: which were evaluated, and with which
// results.

/** The source of each condition, other than a constant, that was not both true and false. */
export function undecidedExpressions(report, rules) {
  return report
    .filter((expression) => !['true', 'false'].includes(textOf(expression, rules)))
    .filter((expression) => !isDecided(expression))
    .map((expression) => sourceOf(expression, rules));
}

/** The source of each expression that no request made the emulator evaluate. */
export function unevaluatedExpressions(report, rules) {
  return report.flatMap((expression) => unevaluated(expression, rules));
}

function isDecided(expression) {
  const answers = new Set((expression.values ?? []).map(({ value }) => value?.boolValue));
  return answers.has(true) && answers.has(false);
}

function unevaluated(expression, rules) {
  if (!expression.values?.length) return [sourceOf(expression, rules)];
  return (expression.children ?? []).flatMap((child) => unevaluated(child, rules));
}

function sourceOf(expression, rules) {
  return `line ${expression.sourcePosition.line}: ${textOf(expression, rules)}`;
}

function textOf({ sourcePosition: { currentOffset, endOffset } }, rules) {
  return rules.slice(currentOffset, endOffset);
}
