import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Holds what a mapping gave against its golden file. `UPDATE_GOLDEN=1 npx jest <the test>` writes it anew: read the difference line by line
 * before committing it, and raise the mapping's version with it.
 */
export function expectGolden(directory: string, name: string, mapped: unknown): void {
  const written = `${JSON.stringify(mapped, null, 2)}\n`;
  const path = join(directory, 'golden', `${name}.json`);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, written);
  expect(written).toBe(readFileSync(path, 'utf8'));
}
