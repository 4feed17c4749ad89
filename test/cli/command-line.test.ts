import { companiesDirectory, runLine } from './command-line-under-test';

const commands = [
  'trigger imetal sales-invoice',
  'status',
  'show',
  'trace',
  'exceptions',
  'retry',
  'replay',
  'abandon',
  'resume',
  'conflicts',
  'doctor',
  'schedules list',
  'schedules apply',
  'schedules pause',
  'schedules resume',
  'search-attributes register',
  'backfill',
  'reconcile open-items',
  'credit',
];
// Nothing listens on port 1.
const nobodyThere = {
  ENVIRONMENT: 'test',
  DATABASE_URL: 'postgres://postgres@127.0.0.1:1/hub',
  COMPANIES_DIRECTORY: companiesDirectory('test-metals'),
};

describe('help', () => {
  it.each(commands)('of `%s` shows an example, the exit codes and the options of every command', async (command) => {
    const { exitCode, out } = await runLine(`${command} --help`);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Examples?:\n {2}intacct-pipelines /);
    expect(out).toContain('3  a system cannot be reached');
    expect(out).toContain('--json');
  });

  it('lists every command', async () => {
    const { exitCode, out } = await runLine('--help');
    expect(exitCode).toBe(0);
    for (const command of commands) expect(out).toContain(`\n  ${command.split(' ')[0]} `);
  });
});

describe('wrong usage ends with 2', () => {
  it.each([
    ['no-such-command', "unknown command 'no-such-command'"],
    ['show', "missing required argument 'document'"],
    ['abandon HOU-DIV-1', "required option '--reason <words>' not specified"],
    ['status --colour', "unknown option '--colour'"],
    ['trigger imetal sales-invoice HOU-104233', 'document: expected branch, type and number, such as HOU-DIV-104233'],
    ['resume Gulf_Metals', 'Expected a key of a-z, 0-9 and hyphens.'],
    [
      'exceptions --code NOT_A_CODE',
      '--code: expected a code of docs/errors.md, such as CUSTOMER_UNKNOWN, came "NOT_A_CODE"',
    ],
    ['exceptions --since yesterday', '--since: expected a day (2026-11-20), a moment'],
    ['retry HOU-DIV-1 --posting-date 2026-02-30', '--posting-date: expected a day as YYYY-MM-DD, came "2026-02-30"'],
    ['retry HOU-DIV-1 --wait soon', '--wait: expected seconds, came "soon"'],
    ['replay', 'expected --code, --cause, --flow or --since, or --all'],
    ['replay --all --rate 0', '--rate: expected 0.1 or more, came "0"'],
    ['status --company other-metals', '--company: expected one of test-metals, came "other-metals"'],
  ])('`%s`', async (line, message) => {
    const { exitCode, out, err } = await runLine(line, nobodyThere);
    expect(err).toContain(message);
    expect(exitCode).toBe(2);
    expect(out).toBe('');
  });

  it('and is said as one JSON document where that was asked for', async () => {
    for (const line of ['show --json', 'exceptions --code NOT_A_CODE --json']) {
      const result = await runLine(line, nobodyThere);
      expect(result.json()).toMatchObject({ error: { kind: 'usage', exitCode: 2 } });
    }
  });

  it('when several companies have a profile and none is named', async () => {
    const environment = { ...nobodyThere, COMPANIES_DIRECTORY: companiesDirectory('gulf-metals', 'test-metals') };
    const { exitCode, err } = await runLine('status', environment);
    expect(exitCode).toBe(2);
    expect(err).toContain('--company: expected one of gulf-metals, test-metals, came nothing');
    // INTACCT_PIPELINES_COMPANY names one, and --company another.
    const named = { ...environment, INTACCT_PIPELINES_COMPANY: 'test-metals' };
    expect((await runLine('status', named)).exitCode).toBe(3);
    const other = await runLine('status --company nobody', named);
    expect(other.err).toContain('expected one of gulf-metals, test-metals, came "nobody"');
  });

  it('when settings are missing, naming each', async () => {
    const { exitCode, err } = await runLine('status', {});
    expect(exitCode).toBe(2);
    expect(err).toMatch(/settings are missing or wrong: ENVIRONMENT: .*DATABASE_URL: /);
  });
});

describe('a system that cannot be reached ends with 3', () => {
  it.each(['status', 'show HOU-DIV-104233', 'exceptions', 'retry HOU-DIV-104233 --as tester', 'resume test-metals'])(
    '`%s`, in a sentence and without a stack',
    async (line) => {
      const { exitCode, err } = await runLine(line, nobodyThere);
      expect(exitCode).toBe(3);
      expect(err).toMatch(/^intacct-pipelines: .*ECONNREFUSED/);
      expect(err).not.toMatch(/\n\s+at /);
    },
  );

  it('and with --verbose says where it happened', async () => {
    const { exitCode, err } = await runLine('status --verbose', nobodyThere);
    expect(exitCode).toBe(3);
    expect(err).toMatch(/\n\s+at /);
  });

  it('when it is Temporal', async () => {
    const environment = { ...nobodyThere, TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const { exitCode, err } = await runLine('schedules list', environment);
    expect(exitCode).toBe(3);
    expect(err).toContain('Temporal at 127.0.0.1:1 cannot be reached');
  });
});
