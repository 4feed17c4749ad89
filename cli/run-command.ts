import { setTimeout as pause } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { Command } from 'commander';
import { z } from 'zod';
import { type ExitCode, exitCodes } from './exit-codes';
import { type FailureReport, reportFailure } from './failure-report';
import { createOperator, type Operator } from './operator';
import type { Terminal } from './terminal';

/** What a command found out: for machines, for eyes, and for the shell. */
export interface Answer {
  exitCode: ExitCode;
  /** The one JSON document that `--json` prints. */
  document: unknown;
  text: string;
}

/** Runs the work of a command with an operator, and prints its answer. */
export type CommandRunner = (command: Command, work: (operator: Operator) => Promise<Answer>) => Promise<void>;

// The answer is out; a connection that is still being tried must not keep a person waiting.
const closeMaxMs = 2_000;

const globalOptions = z.object({
  json: z.boolean().default(false),
  verbose: z.boolean().default(false),
  company: z.string().optional(),
  stateDirectory: z.string().optional(),
});

/** A runner that prints to a terminal and hands each command's exit code over. */
export function createCommandRunner(terminal: Terminal, finished: (exitCode: ExitCode) => void): CommandRunner {
  return async (command, work) => {
    const options = globalOptions.parse(command.optsWithGlobals());
    let operator: Operator | undefined;
    try {
      operator = createOperator(terminal, options);
      const answer = await work(operator);
      terminal.out(options.json ? `${JSON.stringify(answer.document, null, 2)}\n` : `${answer.text}\n`);
      finished(answer.exitCode);
    } catch (error) {
      const report = reportFailure(error);
      printFailure(terminal, options, report, error);
      finished(report.exitCode);
    } finally {
      await Promise.race([operator?.close(), pause(closeMaxMs, undefined, { ref: false })]);
    }
  };
}

function printFailure(
  terminal: Terminal,
  options: { json: boolean; verbose: boolean },
  { exitCode, kind, message }: FailureReport,
  error: unknown,
): void {
  if (options.json) terminal.out(`${JSON.stringify({ error: { kind, message, exitCode } }, null, 2)}\n`);
  terminal.err(`intacct-pipelines: ${message}\n`);
  if (options.verbose && isNativeError(error) && error.stack !== undefined) terminal.err(`${error.stack}\n`);
  if (kind === 'unexpected' && exitCode === exitCodes.no && !options.verbose) {
    terminal.err('This was not foreseen; --verbose shows where it happened.\n');
  }
}
