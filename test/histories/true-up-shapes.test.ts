import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { trueUpShapes } from './true-up-shapes';

test.each(Object.keys(trueUpShapes))('%s has a recording (npx tsx test/histories/record-true-up.ts)', (shape) => {
  expect(existsSync(join(__dirname, `${shape}.json`))).toBe(true);
});
