import { Command, CommanderError } from 'commander';
import { registerAbandon } from './commands/abandon';
import { registerBackfill } from './commands/backfill';
import { registerConflicts } from './commands/conflicts';
import { registerCredit } from './commands/credit';
import { registerDoctor } from './commands/doctor';
import { registerDrift } from './commands/drift';
import { registerExceptions } from './commands/exceptions';
import { registerReconcile } from './commands/reconcile';
import { registerReplay } from './commands/replay';
import { registerResume } from './commands/resume';
import { registerRetry } from './commands/retry';
import { registerSchedules } from './commands/schedules';
import { registerSearchAttributesCommand } from './commands/search-attributes';
import { registerShow } from './commands/show';
import { registerStatus } from './commands/status';
import { registerTrace } from './commands/trace';
import { registerTrigger } from './commands/trigger';
import { registerTrueUp } from './commands/true-up';
import { type ExitCode, exitCodes, exitCodesText } from './exit-codes';
import { createCommandRunner } from './run-command';
import { DEFAULT_STATE_DIRECTORY } from './start/addresses';
import type { Terminal } from './terminal';

const commands = [
  registerTrigger,
  registerStatus,
  registerShow,
  registerTrace,
  registerExceptions,
  registerConflicts,
  registerDrift,
  registerRetry,
  registerReplay,
  registerAbandon,
  registerResume,
  registerDoctor,
  registerBackfill,
  registerReconcile,
  registerTrueUp,
  registerCredit,
  registerSchedules,
  registerSearchAttributesCommand,
];

/** Runs one command line, without the program's name, and resolves to its exit code; never rejects for what a command meets. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(terminal);
  const run = createCommandRunner(terminal, (code) => {
    exitCode = code;
  });
  for (const register of commands) register(program, run);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return printUsageFault(terminal, args, error);
  }
  return exitCode;
}

function createProgram(terminal: Terminal): Command {
  return new Command('intacct-pipelines')
    .description('Watch and steer the postings between Sage Intacct and the systems in which the business is run.')
    .option('--json', 'print one JSON document on standard output, and nothing else')
    .option('--company <key>', 'the company; needed only where several have a profile (or INTACCT_PIPELINES_COMPANY)')
    .option('--verbose', 'say more on standard error, and where an error happened')
    .option(
      '--state-directory <path>',
      `where a stack of \`npm start\` wrote its addresses, used when DATABASE_URL is not set (default: ${DEFAULT_STATE_DIRECTORY})`,
    )
    .configureHelp({ showGlobalOptions: true, helpWidth: terminal.width })
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(add --help for usage)')
    .addHelpText('afterAll', exitCodesText)
    .exitOverride();
}

/** commander has written the words to standard error already; `--json` gets its document too. */
function printUsageFault(terminal: Terminal, args: readonly string[], error: CommanderError): ExitCode {
  // Help that was asked for is no fault; help shown for want of a command is.
  if (error.exitCode === 0) return exitCodes.done;
  if (args.includes('--json')) {
    const message = error.message.replace(/^error: /, '');
    terminal.out(`${JSON.stringify({ error: { kind: 'usage', message, exitCode: exitCodes.usage } }, null, 2)}\n`);
  }
  return exitCodes.usage;
}
