// Reads the document paths from the text of the rules, so that no new `match` stays untested.

const ROOT = '/databases/{database}/documents';
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'[^'\n]*'|"[^"\n]*"|match\s+(\/\S+)\s*\{|[{}]/g;

/** Every path with a `match`, without the root that all paths share. */
export function matchPaths(rules) {
  const open = [];
  const paths = [];
  for (const [token, path] of rules.matchAll(TOKEN)) {
    if (token === '}') open.pop();
    else if (token === '{') open.push('');
    else if (path) {
      open.push(path);
      paths.push(open.join(''));
    }
  }
  return paths.filter((path) => path !== ROOT).map((path) => path.replace(ROOT, ''));
}
