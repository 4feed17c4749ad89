import { startGuard } from '../../../cli/start/guard';
import { startServerProcess } from '../../../cli/start/server-process';

/** Run by guard.test.ts as a process of its own: starts a server under guard, prints its id, and waits to be killed. */
async function main(directory: string): Promise<void> {
  startGuard(directory);
  const sleeper = await startServerProcess({
    name: 'sleeper',
    command: 'sleep',
    args: ['600'],
    logFile: `${directory}/sleeper.log`,
    pidDirectory: directory,
  });
  process.stdout.write(`${sleeper.pid}\n`);
  setInterval(() => undefined, 60_000);
}

void main(process.argv[2] ?? '');
