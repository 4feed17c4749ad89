import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { exceptionCodes } from '../domain/exception';
import { refusalCodes } from '../server/http-refusal';

const root = join(__dirname, '..');
const FILE_LINES_MAX = 300;
/** A test file is a list of cases: longer, and still easy to find one's way in. */
const TEST_LINES_MAX = 450;
const thisFile = relative(root, __filename);

function walk(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || (entry.name.startsWith('.') && entry.name !== '.ci')) return [];
    const path = join(directory, entry.name);
    return entry.isDirectory() ? walk(path) : [relative(root, path)];
  });
}

const files = walk(root);
const sources = files.filter((file) => file.endsWith('.ts') && file !== thisFile);
const product = sources.filter((file) => !file.startsWith('test/'));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Import {
  from: string;
  /** Repository path without extension, or the package's name. */
  to: string;
  typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const pattern =
    /^(?:import|export)\s+([^'"`;]*?)\s*from\s+'([^']+)'|^import\s+'([^']+)'|\b(?:import|require)\('([^']+)'\)/gm;
  return [...read(file).matchAll(pattern)].map(([, clause = '', named, bare, called]) => {
    const target = named ?? bare ?? called ?? '';
    const specifiers = /^\{([^}]*)\}$/.exec(clause)?.[1]?.split(',') ?? [];
    const everyOneAType = specifiers.length > 0 && specifiers.every((name) => /^\s*(type\s|$)/.test(name));
    return {
      from: file,
      to: target.startsWith('.') ? join(dirname(file), target) : target,
      typeOnly: /^type\b/.test(clause) || everyOneAType,
    };
  });
}

const imports = sources.flatMap(importsOf);
const folder = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? '') : path);
const show = ({ from, to }: Import) => `${from} → ${to}`;

/** Which folders of this repository a folder may import, besides itself (docs: the layout in README). */
const mayImport: Record<string, string[]> = {
  domain: [],
  mappings: ['domain'],
  clients: ['domain'],
  db: ['domain'],
  companies: ['domain'],
  activities: ['clients', 'db', 'mappings', 'companies', 'domain'],
  workflows: ['mappings', 'domain'],
  sandbox: ['domain'],
};
/** Whoever starts a flow names it: its function and the function that makes its id stand in the flow's file. */
const STARTS_FLOWS = /^(clients\/temporal|activities)\//;
const ourFolders = new Set(sources.map(folder));
/** Names only; flows set them, and the launcher registers them. */
const SEARCH_ATTRIBUTES = 'clients/temporal/search-attributes';

describe('imports go one way', () => {
  test.each(Object.entries(mayImport))('%s imports nothing of the product but %j', (from, allowed) => {
    const wrong = imports.filter(
      (edge) =>
        folder(edge.from) === from &&
        ourFolders.has(folder(edge.to)) &&
        folder(edge.to) !== from &&
        !allowed.includes(folder(edge.to)) &&
        !(from === 'workflows' && edge.to === SEARCH_ATTRIBUTES) &&
        !(STARTS_FLOWS.test(edge.from) && folder(edge.to) === 'workflows') &&
        !(from === 'workflows' && folder(edge.to) === 'activities' && edge.typeOnly),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('only the launcher, the bench and tests know the sandboxes', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        folder(to) === 'sandbox' &&
        !['sandbox', 'test', 'bench'].includes(folder(from)) &&
        !from.startsWith('cli/start/'),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('nothing but tests and the bench imports a test', () => {
    const wrong = imports.filter(({ from, to }) => folder(to) === 'test' && !['test', 'bench'].includes(folder(from)));
    expect(wrong.map(show)).toEqual([]);
  });

  test('domain imports no package but zod, the decimal library and the one of time zones', () => {
    const packages = imports.filter(({ from, to }) => folder(from) === 'domain' && !ourFolders.has(folder(to)));
    expect(packages.filter(({ to }) => !['zod', 'decimal.js', 'luxon'].includes(to)).map(show)).toEqual([]);
  });
});

function valueImportClosure(entry: string): Import[] {
  const seen = new Set<string>();
  const edges: Import[] = [];
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const edge of importsOf(file).filter(({ typeOnly }) => !typeOnly)) {
      edges.push(edge);
      if (existsSync(join(root, `${edge.to}.ts`))) queue.push(`${edge.to}.ts`);
    }
  }
  return edges;
}

test('the workflow bundle holds neither zod, nor a client, nor settings, nor anything of Node', () => {
  const edges = valueImportClosure('workflows/index.ts');
  expect(edges.length).toBeGreaterThan(0);
  const wrong = edges.filter(
    ({ to }) =>
      to === 'zod' ||
      to === 'config' ||
      to.startsWith('node:') ||
      ['activities', 'db', 'server', 'cli'].includes(folder(to)) ||
      (folder(to) === 'clients' && to !== SEARCH_ATTRIBUTES),
  );
  expect(wrong.map(show)).toEqual([]);
});

describe('names', () => {
  test('files are kebab-case, and none is a drawer for everything', () => {
    const drawers = /^(utils?|helpers?|common|shared|types|services?|misc|data|info)\b/;
    const wrong = sources
      .map((file) => basename(file))
      .filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*((\.[a-z]+)?\.test)?\.ts$/.test(name) || drawers.test(name));
    expect(wrong).toEqual([]);
  });

  test.each([
    [
      'a name that says nothing',
      /\b(?:const|let|function|interface|type|class)\s+(?:data|info|process|utils|helpers|temp|foo)\b/,
    ],
    ['a verb that says nothing', /\bfunction\s+(?:handle|do)(?:[A-Z]\w*)?\(/],
  ])('no declaration has %s', (_, pattern) => {
    expect(matchingLines(sources, pattern)).toEqual([]);
  });
});

function matchingLines(among: string[], pattern: RegExp): string[] {
  return among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
}

describe('banned everywhere', () => {
  test.each([
    ['money as a binary fraction', /\bparseFloat\s*\(/],
    ['a type switched off', /\bas any\b|:\s*any\s*(?:[;,)=\]}>|&]|$)|@ts-ignore|@ts-nocheck/],
    ['printing past the log', /\bconsole\s*\.\s*\w+\s*\(/],
    ['a default export', /^export default\b/],
    ['a plan left in the code', /\b(?:TODO|FIXME|XXX)\b/],
    ['a test that is the only one to run', /\b(?:test|it|describe)\.only\b/],
  ])('no source has %s', (_, pattern) => {
    expect(matchingLines(sources, pattern)).toEqual([]);
  });

  test('a catch makes a decision: it does not turn an error into an empty list', () => {
    expect(
      sources.filter((file) => /catch\s*(\([^)]*\))?\s*\{\s*return\s*(\[\]|\{\}|null|'');/.test(read(file))),
    ).toEqual([]);
  });

  test('no file names a machine or a workplace', () => {
    const texts = files.filter(
      (file) => /\.(ts|js|json|ya?ml|md|sql|sh)$|^\.ci\/|Dockerfile/.test(file) && file !== thisFile,
    );
    expect(
      matchingLines(
        texts.filter((file) => file !== 'package-lock.json'),
        /\/work\/|\/tmp\/brief|\/home\/\w+\/|\/root\/\w+/,
      ),
    ).toEqual([]);
  });
});

test('a source file has at most 300 lines, a test file 450', () => {
  const long = sources.map((file) => ({ file, lines: read(file).split('\n').length - 1 }));
  expect(
    long.filter(({ file, lines }) => lines > (file.startsWith('test/') ? TEST_LINES_MAX : FILE_LINES_MAX)),
  ).toEqual([]);
});

test('every exported function says in a sentence what it is for', () => {
  const silent = product.flatMap((file) => {
    const lines = read(file).split('\n');
    return lines.flatMap((line, index) => {
      const exported = /^export (?:async )?function\*? (\w+)/.exec(line)?.[1];
      const above = lines[index - 1]?.trim() ?? '';
      // A further signature of an overloaded function stands under the first, which ends with a semicolon.
      return exported === undefined || above.endsWith('*/') || above.endsWith(';') ? [] : [`${file}: ${exported}`];
    });
  });
  expect(silent).toEqual([]);
});

test('docs/errors.md and the exception codes name each other', () => {
  const documented = [...read('docs/errors.md').matchAll(/^(?:#+\s+|\|\s*)`?([A-Z][A-Z_]{3,})`?/gm)].map(
    ([, code]) => code,
  );
  expect([...new Set(documented)].sort()).toEqual([...exceptionCodes].sort());
});

test("docs/errors.md and the server's refusals name each other, and each says its way out", () => {
  const rows = [...read('docs/errors.md').matchAll(/^\| `([a-z-]+)` \| (\d[^|]*) \| ([^|]+) \| ([^|]+) \|$/gm)];
  expect(rows.map(([, code]) => code).sort()).toEqual([...refusalCodes].sort());
  const used = product.filter((file) => file.startsWith('server/') && file !== 'server/http-refusal.ts').map(read);
  expect(refusalCodes.filter((code) => !used.some((text) => text.includes(`'${code}'`)))).toEqual([]);
});

test('every golden file is read by a test', () => {
  const orphans = files
    .filter((file) => file.includes('/golden/'))
    .filter((file) => {
      const home = file.slice(0, file.indexOf('golden/'));
      const name = basename(file).split('.')[0] ?? '';
      const texts = sources.filter((source) => source.startsWith(home) && !source.includes('/golden/')).map(read);
      return !texts.some((text) => text.includes(name) || /readdirSync\([^)]*golden/i.test(text));
    });
  expect(orphans).toEqual([]);
});
