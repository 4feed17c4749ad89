import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCompanyProfiles, imetalProfileOf } from '../../companies/company-profiles';

const shipped = join(__dirname, '..', '..', 'companies');
const sample = readFileSync(join(shipped, 'gulf-metals.yaml'), 'utf8');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-profiles-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (text: string, modifiedAt = new Date()) => {
  const file = join(directory, 'gulf-metals.yaml');
  writeFileSync(file, text);
  utimesSync(file, modifiedAt, modifiedAt);
};
const refusal = (company = 'gulf-metals') => createCompanyProfiles(directory).profile(company).catch(String);

test('the sample company is a profile', async () => {
  const profiles = createCompanyProfiles(shipped);
  expect(await profiles.companies()).toContain('gulf-metals');
  expect(await profiles.profile('gulf-metals')).toMatchObject({ company: 'gulf-metals', collapse: 'per-account' });
});

test('a profile that was changed is in force at once, without a restart', async () => {
  const profiles = createCompanyProfiles(directory);
  write(sample, new Date('2026-11-20T12:00:00Z'));
  expect((await imetalProfileOf(profiles, 'gulf-metals')).collapse).toBe('per-account');
  write(sample.replace('collapse: per-account', 'collapse: none'), new Date('2026-11-20T12:00:01Z'));
  expect((await imetalProfileOf(profiles, 'gulf-metals')).collapse).toBe('none');
});

test.each([
  ['an unknown field', (text: string) => `${text}\npostingDate: today\n`, /postingDate/],
  ['an amount that is none', (text: string) => text.replace('"0.02"', '"a little"'), /roundingTolerance/],
  ['a number where an amount in quotes belongs', (text: string) => text.replace('"0.02"', '0.02'), /roundingTolerance/],
  ['an unknown policy', (text: string) => text.replace('with-invoice', 'never'), /posting/],
  ['what is not YAML', () => 'company: [', /not YAML/],
  [
    'the name of another company',
    (text: string) => text.replace('company: gulf-metals', 'company: gulf'),
    /expected "gulf-metals"/,
  ],
])('a profile with %s is refused, and the file and the field are named', async (_, change, words) => {
  write(change(sample));
  expect(await refusal()).toMatch(words);
  expect(await refusal()).toContain('gulf-metals.yaml');
});

test.each([
  ['items', 'departments: [FIELD]'],
  ['customers', 'locations: ["100"]'],
  ['tasks', 'customField: { field: PHASE, values: [A] }'],
  ['projects', 'earningTypes: [Ordinary]'],
  ['employees', 'progress: [In Progress]'],
])(
  'a filter of %s by %s, which they do not have, is refused: it would let everything through',
  async (object, condition) => {
    const harbor = readFileSync(join(shipped, 'harbor-civil.yaml'), 'utf8');
    const pattern = new RegExp(`^  ${object}:( \\{\\})?$`, 'm');
    writeFileSync(join(directory, 'harbor-civil.yaml'), harbor.replace(pattern, `  ${object}:\n    ${condition}`));
    expect(await refusal('harbor-civil')).toContain(`filters.${object}`);
  },
);

test.each(['../gulf-metals', 'Gulf', '', 'a/b'])(
  'a company called %j is refused before any file is looked at',
  async (company) => {
    expect(await refusal(company)).toContain('expected a-z, 0-9 and hyphens');
  },
);

test('a company without a profile is named with the file that is missing', async () => {
  expect(await refusal('nobody')).toContain(join(directory, 'nobody.yaml'));
});
