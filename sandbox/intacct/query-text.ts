import { refuse } from './intacct-error';
import { compileComparison, type FieldFinder, type RowTest } from './query-filter';

const TOKEN = /\s*(?:('(?:\\.|[^'\\])*')|(<=|>=|!=|<>|[<>=(),])|([\w.-]+))/y;
const WORDS: Readonly<Record<string, string>> = {
  '=': 'equalto',
  '!=': 'notequalto',
  '<>': 'notequalto',
  '<': 'lessthan',
  '<=': 'lessthanorequalto',
  '>': 'greaterthan',
  '>=': 'greaterthanorequalto',
};

interface Tokens {
  peek(): string | undefined;
  take(): string;
}

/**
 * The query text of readByQuery as a test of rows: comparisons, LIKE, IN, IS NULL, AND, OR, parentheses, quotes escaped `\'`; no
 * ORDER BY (facts/intacct.md 4.2). Blank text means all rows.
 */
export function compileQueryText(text: string, find: FieldFinder): RowTest {
  if (text.trim() === '') return () => true;
  const tokens = tokenise(text);
  const test = parseOr(tokens, find);
  return tokens.peek() === undefined ? test : refuseQueryText();
}

function tokenise(text: string): Tokens {
  const list: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trim();
  while (TOKEN.lastIndex < trimmed.length) {
    const found = TOKEN.exec(trimmed);
    if (!found) refuseQueryText();
    else list.push(found[1] ?? found[2] ?? (found[3] as string));
  }
  let position = 0;
  return {
    peek: () => list[position],
    take: () => list[position++] ?? refuseQueryText(),
  };
}

function isWord(token: string | undefined, word: string): boolean {
  return token?.toUpperCase() === word;
}

function parseOr(tokens: Tokens, find: FieldFinder): RowTest {
  const tests = [parseAnd(tokens, find)];
  while (isWord(tokens.peek(), 'OR')) {
    tokens.take();
    tests.push(parseAnd(tokens, find));
  }
  return (row) => tests.some((test) => test(row));
}

function parseAnd(tokens: Tokens, find: FieldFinder): RowTest {
  const tests = [parseTerm(tokens, find)];
  while (isWord(tokens.peek(), 'AND')) {
    tokens.take();
    tests.push(parseTerm(tokens, find));
  }
  return (row) => tests.every((test) => test(row));
}

function parseTerm(tokens: Tokens, find: FieldFinder): RowTest {
  const first = tokens.take();
  if (first === '(') {
    const inner = parseOr(tokens, find);
    return tokens.take() === ')' ? inner : refuseQueryText();
  }
  if (!/^[A-Za-z]/.test(first)) refuseQueryText();
  const { operator, values } = parseComparison(tokens);
  return compileComparison({ operator, fieldName: first, values }, find, false);
}

function parseComparison(tokens: Tokens): { operator: string; values: string[] } {
  const token = tokens.take();
  if (isWord(token, 'IS')) {
    const negated = isWord(tokens.peek(), 'NOT');
    if (negated) tokens.take();
    if (!isWord(tokens.take(), 'NULL')) refuseQueryText();
    return { operator: negated ? 'isnotnull' : 'isnull', values: [] };
  }
  const negated = isWord(token, 'NOT');
  const word = negated ? tokens.take() : token;
  if (isWord(word, 'LIKE')) return { operator: negated ? 'notlike' : 'like', values: [literal(tokens.take())] };
  if (isWord(word, 'IN')) return { operator: negated ? 'notin' : 'in', values: parseList(tokens) };
  const operator = negated ? undefined : WORDS[token];
  return operator ? { operator, values: [literal(tokens.take())] } : refuseQueryText();
}

function parseList(tokens: Tokens): string[] {
  if (tokens.take() !== '(') refuseQueryText();
  const values = [literal(tokens.take())];
  for (;;) {
    const next = tokens.take();
    if (next === ')') return values;
    if (next !== ',') refuseQueryText();
    values.push(literal(tokens.take()));
  }
}

function literal(token: string): string {
  if (token.startsWith("'")) return token.slice(1, -1).replace(/\\(.)/g, '$1');
  return /^-?[\w.]+$/.test(token) ? token : refuseQueryText();
}

function refuseQueryText(): never {
  return refuse('DL02000001', 'There was an error processing the request.', { errorId: 'SIM-QUERY-TEXT' });
}
