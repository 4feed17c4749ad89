import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { sampleCredentials } from '../../sandbox/sample-day/sample-company';

const secretsSchema = z.strictObject({
  /** Standard Webhooks secret of the trigger endpoint. */
  webhook: z.string().startsWith('whsec_'),
  /** In the address to which Intacct posts its Smart Events, which it cannot sign. */
  smartEvents: z.string().min(32),
  /** For those who ask about a customer's credit. */
  credit: z.string().min(32),
});

/** The secrets of a stack: made once per state directory, readable by this user alone. */
function stackSecrets(stateDirectory: string): z.infer<typeof secretsSchema> {
  const file = join(stateDirectory, 'secrets.json');
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secrets = {
    webhook: `whsec_${randomBytes(24).toString('base64')}`,
    smartEvents: randomBytes(24).toString('hex'),
    credit: randomBytes(24).toString('hex'),
  };
  writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  return secrets;
}

/** Path, token included, to which Intacct posts the sample company's Smart Events. */
export function smartEventPath(stateDirectory: string): string {
  return `/triggers/intacct/gulf-metals/${stackSecrets(stateDirectory).smartEvents}`;
}

export interface StackEndpoints {
  hubDatabase: string;
  imetalLive: string;
  imetalGateway: string;
  imetalImports: string;
  intacctGateway: string;
  temporalAddress: string;
  webUi: string | undefined;
  serverPort: number;
}

/** The settings (config.ts) by which worker, server and commands reach a stack; its own secrets, and the sandboxes' fake ones, are in it. */
export function stackEnvironment(
  stateDirectory: string,
  endpoints: StackEndpoints,
  companiesDirectory: string,
): Record<string, string> {
  const secrets = stackSecrets(stateDirectory);
  const webUi: Record<string, string> =
    endpoints.webUi === undefined ? {} : { WEB_UI_URL: endpoints.webUi, CODEC_ALLOWED_ORIGINS: endpoints.webUi };
  return {
    ENVIRONMENT: 'sandbox',
    DATABASE_URL: endpoints.hubDatabase,
    TEMPORAL_ADDRESS: endpoints.temporalAddress,
    TEMPORAL_NAMESPACE: process.env.TEMPORAL_NAMESPACE ?? 'default',
    IMETAL_LIVE_URL: endpoints.imetalLive,
    IMETAL_GATEWAY_URL: endpoints.imetalGateway,
    IMETAL_IMPORT_URL: endpoints.imetalImports,
    INTACCT_ENDPOINT: endpoints.intacctGateway,
    INTACCT_SENDER_ID: sampleCredentials.senderId,
    INTACCT_SENDER_PASSWORD: sampleCredentials.senderPassword,
    INTACCT_COMPANY_ID: sampleCredentials.companyId,
    INTACCT_USER_ID: sampleCredentials.userId,
    INTACCT_USER_PASSWORD: sampleCredentials.userPassword,
    COMPANIES_DIRECTORY: resolve(companiesDirectory),
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(endpoints.serverPort),
    CODEC_TRUST_LOOPBACK: 'true',
    WEBHOOK_SECRETS: process.env.WEBHOOK_SECRETS ?? secrets.webhook,
    GULF_METALS_SMART_EVENT_TOKENS: process.env.GULF_METALS_SMART_EVENT_TOKENS ?? secrets.smartEvents,
    CREDIT_TOKEN: process.env.CREDIT_TOKEN ?? secrets.credit,
    ...webUi,
    ...passedOn(['PAYLOAD_ENCRYPTION_KEYS', 'CODEC_TOKEN', 'LOG_LEVEL', 'TASK_QUEUE', 'SIGN_IN_PROBE_SECONDS']),
  };
}

function passedOn(names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const setting = process.env[name];
      return setting === undefined ? [] : [[name, setting]];
    }),
  );
}
