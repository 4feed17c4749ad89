import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({
  /** Standard Webhooks secret of the trigger endpoint. */
  webhook: z.string().startsWith('whsec_'),
});

export type StackSecrets = z.infer<typeof secretsSchema>;

/** The secrets of a stack: made once per state directory, readable by this user alone. */
export function stackSecrets(stateDirectory: string): StackSecrets {
  const file = join(stateDirectory, 'secrets.json');
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secrets = { webhook: `whsec_${randomBytes(24).toString('base64')}` };
  writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  return secrets;
}
