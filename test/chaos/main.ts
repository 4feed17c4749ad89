import { Command } from 'commander';
import { sampleCompanies } from '../../cli/start/sample-companies';
import { CHAOS_FLOWS, chaosFlowsSchema } from './chaos-flows';
import { type ChaosOptions, chaosOptionsSchema, repeatCommand } from './chaos-options';
import { reportText } from './chaos-report';
import { runChaos } from './run-chaos';

const FAILED = 1;
/** Slow enough for a storm of a hundred invoices to hold an outage of each kind. */
const INVOICES_PER_MINUTE = 60;
const KILLS_PER_MINUTE = 6;
/** Two weeks of everybody's. */
const SHIFTS_MAX = 250;

const program = new Command('npm run chaos --')
  .description(
    'Faults fire and processes die while invoices and shifts flow; at the end all books must agree to the cent and the minute.',
  )
  .option('--seed <n>', 'equal seeds decide alike', '1')
  .option('--invoices <n>', 'final invoices, the eight wrong ones included from 20 on', '100')
  .option(
    '--shifts <n>',
    'shifts of the construction company, beside the wrong ones; as many as invoices when not given',
  )
  .option(
    '--company <names>',
    `whose systems are upset: ${sampleCompanies.join(', ')}, with commas between them`,
    sampleCompanies.join(','),
  )
  .option('--minutes <n>', 'how long the storm lasts; grows with the invoices when not given')
  .option('--workers <n>', 'worker processes', '2')
  .option('--kills <n>', 'SIGKILLs in all; grows with the minutes when not given')
  .option('--flows <names>', `what is stormed besides invoices: ${CHAOS_FLOWS.join(', ')}; all, none`, 'all');

function optionsOf({ company, ...given }: Record<string, string>): ChaosOptions {
  const minutes = given.minutes ?? Math.max(0.5, Number(given.invoices) / INVOICES_PER_MINUTE);
  const kills = given.kills ?? Math.max(4, Math.round(Number(minutes) * KILLS_PER_MINUTE));
  const shifts = given.shifts ?? Math.min(SHIFTS_MAX, Number(given.invoices));
  const [companies, flows] = [company?.split(','), chaosFlowsSchema.parse(given.flows)];
  return chaosOptionsSchema.parse({ ...given, companies, shifts, minutes, kills, flows });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const options = optionsOf(program.parse().opts());
  const began = Date.now();
  try {
    const report = await runChaos(options, (line) => print(`${String(Date.now() - began).padStart(7)} ms  ${line}`));
    print(`\n${reportText(report)}`);
    if (report.differences.length > 0) process.exitCode = FAILED;
  } catch (error) {
    process.stderr.write(`\nFAILED: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.stderr.write(`repeat: ${repeatCommand(options)}\n`);
    process.exitCode = FAILED;
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(FAILED);
  },
);
