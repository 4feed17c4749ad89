import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { recordShapes } from './record-shapes';

test.each(Object.keys(recordShapes))('%s has a recording (npx tsx test/histories/record-records.ts)', (shape) => {
  expect(existsSync(join(__dirname, `${shape}.json`))).toBe(true);
});
