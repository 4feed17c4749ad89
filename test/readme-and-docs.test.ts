import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentKeyOf, namedShifts } from '../sandbox/sample-construction/named-shifts';
import { creditOfPaidInvoice } from '../sandbox/sample-day/changes-of-day';
import { wrongOtherDocuments } from '../sandbox/sample-day/enter-other-documents';
import { longNamedCustomer } from '../sandbox/sample-day/finance-parties';
import { inexpressibleTaxDetail, inexpressibleTerm } from '../sandbox/sample-day/finance-terms-and-taxes';
import { wrongInvoices } from '../sandbox/sample-day/wrong-invoices';
import { runLine } from './cli/command-line-under-test';

const root = join(__dirname, '..');
const pages = ['README.md', 'docs', 'docs/flows'].flatMap((place) =>
  place.endsWith('.md')
    ? [place]
    : readdirSync(join(root, place))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${place}/${name}`),
);
const read = (page: string) => readFileSync(join(root, page), 'utf8');

/** `show HOU-DIV-1 --json` and the like, wherever a page tells it: the command's words, and its options. */
function commandsTold(page: string): { page: string; line: string; words: string[]; options: string[] }[] {
  return [...read(page).matchAll(/(?<![\w./-])intacct-pipelines ([a-z][^`\n#|&]*)/g)].map(([, told = '']) => {
    const line = told.replace(/"[^"]*"/g, '"…"').trim();
    const words = line.split(/\s+/);
    const first = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
    return {
      ...{ page, line },
      words: words.slice(0, Math.min(2, first === -1 ? words.length : first)),
      options: words.filter((word) => word.startsWith('--')),
    };
  });
}

const told = pages.flatMap(commandsTold);

test('the pages tell of commands at all', () => {
  expect(told.length).toBeGreaterThan(20);
});

test.each(told.map((command) => [`${command.page}: ${command.line}`, command] as const))(
  '%s: the command and its options exist',
  async (_, { words, options }) => {
    const { exitCode, out } = await runLine(`${words.join(' ')} --help`);
    expect({ words, exitCode }).toEqual({ words, exitCode: 0 });
    expect(out).toContain(`Usage: intacct-pipelines ${words[0]}`);
    for (const option of options) expect(out).toContain(option);
  },
);

test("README's fixes name each document and record that the sample day makes wrong, with its code", () => {
  const fixes = read('README.md').split('## Fix and replay')[1]?.split('\n## ')[0] ?? '';
  const wrong = [
    ...wrongInvoices.map(({ documentKey, expectedCode }) => [documentKey, expectedCode]),
    ...wrongOtherDocuments.map(({ documentKey, wrong: fault }) => [documentKey, fault?.expectedCode ?? '?']),
    [`${creditOfPaidInvoice}/application`, 'CREDIT_INVOICE_PAID'],
    [inexpressibleTerm, 'TERM_INEXPRESSIBLE'],
    [inexpressibleTaxDetail, 'TAXDETAIL/'],
    [longNamedCustomer, 'FIELD_TOO_LONG'],
    ['C00143', 'RESTRICTION_UNMAPPED'],
    ['C00144', 'PARENT_LOOP'],
    ['C00147', 'IMPORT_REFUSED'],
  ];
  const missing = wrong.filter((words) => words.some((word) => word === undefined || !fixes.includes(word)));
  expect(missing).toEqual([]);
});

test("README's fixes name each shift that is wrong on purpose, with its code", () => {
  const fixes = read('README.md').split('### Shifts that wait')[1]?.split('\n## ')[0] ?? '';
  const wrong = namedShifts.flatMap(({ name, expectedCode }) =>
    expectedCode === null ? [] : [`**${expectedCode}**, ${documentKeyOf(name)}`],
  );
  expect(wrong.length).toBeGreaterThan(10);
  expect(wrong.filter((words) => !fixes.includes(words))).toEqual([]);
});
