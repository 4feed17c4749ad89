import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; true for `y` or `yes` alone. The question goes to standard error, so that the answer stays clean. */
export async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
