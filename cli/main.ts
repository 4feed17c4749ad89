import { runCommandLine } from './command-line';
import { processTerminal } from './terminal';

runCommandLine(process.argv.slice(2), processTerminal()).then(
  (exitCode) => {
    // Not exit(): what was printed into a pipe must get out first.
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`intacct-pipelines: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
