import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProgram } from '../../../cli/start/program';
import { isRunning } from '../../../cli/start/server-process';
import { runDirectory } from '../../run-servers';

const directory = mkdtempSync(join(runDirectory(), 'program-'));

function program(name: string, source: string) {
  const script = join(directory, `${name}.ts`);
  writeFileSync(script, source);
  return {
    name,
    script,
    environment: process.env,
    logFile: join(directory, `${name}.log`),
    pidDirectory: runDirectory(),
  };
}

test('a program is ready when it says so in a JSON line, which may carry its addresses', async () => {
  const speaking = await startProgram(
    program(
      'speaking',
      `const say = (line: string): boolean => process.stdout.write(line + '\\n');
       say('warming up'); say('{"ready":true,"address":"http://127.0.0.1:1"}'); setInterval(() => undefined, 1000);`,
    ),
  );
  expect(speaking.readyLine).toEqual({ ready: true, address: 'http://127.0.0.1:1' });
  await speaking.stop();
  expect(isRunning(speaking.pid)).toBe(false);
});

test('a program that ends before it is ready is an error with the tail of its log', async () => {
  const failing = program('failing', `process.stderr.write('the profile names no account\\n'); process.exit(3);`);
  await expect(startProgram(failing)).rejects.toThrow(
    /failing ended \(3\) before it was ready:[\s\S]*the profile names no account/,
  );
});
