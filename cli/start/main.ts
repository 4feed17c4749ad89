import { Command } from 'commander';
import { z } from 'zod';
import { DEFAULT_STATE_DIRECTORY } from './addresses';
import { startBusinessDay } from './business-day';
import { runHarborDay } from './harbor-day';
import { runSampleDay } from './sample-day';
import { type Stack, startStack } from './stack';
import type { StartStep } from './stack-options';
import { addressesText, summaryText } from './summary';

const NOT_TIED_OUT = 1;
const CANNOT_START = 2;
const INTERRUPTED = 130;
const SAME_KEY_PRESS_MS = 1000;

const optionsSchema = z.object({
  once: z.boolean(),
  seed: z.coerce.number().int().min(0),
  invoices: z.coerce.number().int().min(1).max(100_000),
  stateDirectory: z.string().min(1),
  workers: z.coerce.number().int().min(1).max(16),
  freePorts: z.boolean(),
});
type Options = z.infer<typeof optionsSchema>;

const program = new Command('npm start --')
  .description('Bring up everything on this machine, run a sample business day, and prove that both books agree.')
  .option('--once', 'exit after the summary: 0 only if everything ties out', false)
  .option('--seed <n>', 'equal seeds give equal days', '1')
  .option('--invoices <n>', 'final invoices of the day, eight wrong ones included', '128')
  .option(
    '--state-directory <path>',
    'databases, logs and addresses; delete it to start afresh',
    DEFAULT_STATE_DIRECTORY,
  )
  .option('--workers <n>', 'worker processes', '1')
  .option('--free-ports', 'take any free ports instead of the well-known ones', false);

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printStep({ name, outcome, tookMs }: StartStep): void {
  print(`  ✓ ${name.padEnd(25)}${outcome.padEnd(62)}${(tookMs / 1000).toFixed(1).padStart(6)} s`);
}

/** Counters of several companies that overwrite themselves on one line of a terminal, and a line every quarter of the way in a log. */
function progressPrinter(): (of: string) => (settled: number, all: number) => void {
  const standing = new Map<string, string>();
  return (of) => {
    let printed = -1;
    return (settled, all) => {
      standing.set(of, `${settled} of ${all} ${of} posted or parked`);
      if (process.stdout.isTTY) {
        process.stdout.write(`\r  ${[...standing.values()].join(', ')}${settled === all ? '\n' : ''}`);
      } else if (settled === all || settled - printed >= all / 4) {
        printed = settled;
        print(`  ${standing.get(of)}`);
      }
    };
  };
}

async function run(options: Options): Promise<void> {
  print('Intacct Pipelines: a sample business day on this machine\n');
  const stack = await startStack({
    stateDirectory: options.stateDirectory,
    ports: options.freePorts ? 'free' : 'default',
    sampleDay: { seed: options.seed, invoices: options.invoices },
    workers: options.workers,
    onStep: printStep,
    onRemark: (sentence) => print(`  ! ${sentence}`),
  });
  stopOnSignals(stack);
  try {
    print('');
    const progress = progressPrinter();
    const remark = (sentence: string) => print(`  ${sentence}`);
    const [result, harbor] = await Promise.all([
      runSampleDay(stack, progress('documents'), remark),
      runHarborDay(stack, options.seed, progress('timesheets'), remark),
    ]);
    print(`\n${summaryText(result, harbor)}\n`);
    print(`${addressesText(stack, result.exceptions, !options.once)}\n`);
    if (!options.once) await stayUp(stack);
    if (result.faults.length + (harbor?.faults.length ?? 0) > 0) process.exitCode = NOT_TIED_OUT;
  } finally {
    await stack.stop();
  }
}

async function stayUp(stack: Stack): Promise<void> {
  await startBusinessDay(stack);
  print(
    'The business day goes on: every few seconds an invoice, now and then something else. Ctrl-C stops everything.',
  );
  await new Promise(() => undefined);
}

/** The first signal stops in order; one more, later, leaves the rest to the guard, which stops it the hard way. */
function stopOnSignals(stack: Stack): void {
  let askedAt = 0;
  const stop = (signal: NodeJS.Signals) => {
    // npm and tsx pass a terminal's Ctrl-C on, so that one key press may come twice.
    if (askedAt > 0 && Date.now() - askedAt > SAME_KEY_PRESS_MS) process.exit(INTERRUPTED);
    if (askedAt > 0) return;
    askedAt = Date.now();
    print(`\n${signal}: stopping`);
    void stack.stop().finally(() => process.exit(signal === 'SIGINT' ? INTERRUPTED : 0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

run(optionsSchema.parse(program.parse().opts())).then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(CANNOT_START);
  },
);
