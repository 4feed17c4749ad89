import { runCommandLine } from './command-line';
import { exitCodes } from './exit-codes';
import { processTerminal } from './terminal';

/** Ends the process once what was printed is out, also into a slow pipe. */
function end(exitCode: number): void {
  process.stdout.write('', () => process.exit(exitCode));
}

// Who reads us may have seen enough, as `head` does: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.no),
);

runCommandLine(process.argv.slice(2), processTerminal()).then(end, (error: unknown) => {
  process.stderr.write(`intacct-pipelines: ${error instanceof Error ? error.stack : String(error)}\n`);
  end(exitCodes.no);
});
