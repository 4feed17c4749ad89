import { companiesDirectory, runLine } from './command-line-under-test';

const line = (words: string) =>
  runLine(words, {
    ENVIRONMENT: 'test',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    COMPANIES_DIRECTORY: companiesDirectory('gulf-metals'),
  });

test.each([
  ['credit C00102 --order 12,500', '--order: expected an amount such as 12500.00, came "12,500"'],
  ['credit C00102 --order -5', '--order: expected an amount'],
  ['credit C00102 --order 5 --currency dollars', '--currency: expected a currency such as USD'],
  ['credit C00102 --currency USD', '--currency: expected --order too'],
  [`credit ${'C'.repeat(41)}`, "customer: expected a customer's code in iMetal or its id in Intacct"],
  [`reconcile open-items --customer ${'C'.repeat(41)}`, '--customer: expected'],
])('%s is wrong usage, and says why', async (words, because) => {
  const { exitCode, err } = await line(words);
  expect(err).toContain(because);
  expect(exitCode).toBe(2);
});

test('both tell their exit codes, and give an example', async () => {
  for (const words of ['credit --help', 'reconcile open-items --help']) {
    const { exitCode, out } = await line(words);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Example[\s\S]*Exit codes/);
  }
});
