import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { receivablesShapes } from './receivables-shapes';

test.each(Object.keys(receivablesShapes))('%s has a recording (npx tsx test/histories/record-receivables.ts)', (shape) => {
  expect(existsSync(join(__dirname, `${shape}.json`))).toBe(true);
});
