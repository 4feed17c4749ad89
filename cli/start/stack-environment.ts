import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { harborApiKeys, harborCredentials } from '../../sandbox/sample-construction/sign-ins';
import { sampleCredentials } from '../../sandbox/sample-day/sample-company';
import type { HarborAddresses } from './harbor-sandboxes';
import type { SampleCompany } from './sample-companies';

const secretsSchema = z.strictObject({
  /** Standard Webhooks secret of the trigger endpoint. */
  webhook: z.string().startsWith('whsec_'),
  /** In the address to which Intacct posts its Smart Events, which it cannot sign. */
  smartEvents: z.string().min(32),
  /** For those who ask about a customer's credit. */
  credit: z.string().min(32),
  /** For those who true up workers. */
  trueUp: z.string().min(32),
});
type StackSecrets = z.infer<typeof secretsSchema>;

/** The secrets of a stack: made once per state directory, readable by this user alone; what an older one lacks is made now. */
function stackSecrets(stateDirectory: string): StackSecrets {
  const file = join(stateDirectory, 'secrets.json');
  const before: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const whole = secretsSchema.safeParse(before);
  if (whole.success) return whole.data;
  const token = () => randomBytes(24).toString('hex');
  const made = { webhook: `whsec_${randomBytes(24).toString('base64')}`, smartEvents: token(), credit: token() };
  const secrets = secretsSchema.parse({ ...made, trueUp: token(), ...z.object({}).loose().parse(before) });
  writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  return secrets;
}

/** Path, token included, to which Intacct posts a sample company's Smart Events. */
export function smartEventPath(stateDirectory: string, company: SampleCompany): string {
  return `/triggers/intacct/${company}/${stackSecrets(stateDirectory).smartEvents}`;
}

export interface StackEndpoints {
  hubDatabase: string;
  imetalLive: string;
  imetalGateway: string;
  imetalImports: string;
  intacctGateway: string;
  /** Null when Harbor Civil does not take part. */
  harbor: HarborAddresses | null;
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
    TRUE_UP_TOKEN: process.env.TRUE_UP_TOKEN ?? secrets.trueUp,
    ...(endpoints.harbor === null ? {} : harborEnvironment(endpoints.harbor, secrets)),
    ...webUi,
    ...passedOn(['PAYLOAD_ENCRYPTION_KEYS', 'CODEC_TOKEN', 'LOG_LEVEL', 'TASK_QUEUE', 'SIGN_IN_PROBE_SECONDS']),
  };
}

function harborEnvironment(harbor: HarborAddresses, secrets: StackSecrets): Record<string, string> {
  const settings = {
    INTACCT_ENDPOINT: harbor.intacctGateway,
    INTACCT_SENDER_ID: harborCredentials.senderId,
    INTACCT_SENDER_PASSWORD: harborCredentials.senderPassword,
    INTACCT_COMPANY_ID: harborCredentials.companyId,
    INTACCT_USER_ID: harborCredentials.userId,
    INTACCT_USER_PASSWORD: harborCredentials.userPassword,
    ASSIGNAR_TOKEN_URL: harbor.assignarTokenUrl,
    ASSIGNAR_API_URL: harbor.assignarApi,
    ASSIGNAR_CLIENT_ID: harborApiKeys.clientId,
    ASSIGNAR_CLIENT_SECRET: harborApiKeys.clientSecret,
    SMART_EVENT_TOKENS: process.env.HARBOR_CIVIL_SMART_EVENT_TOKENS ?? secrets.smartEvents,
  };
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [`HARBOR_CIVIL_${name}`, setting]));
}

function passedOn(names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const setting = process.env[name];
      return setting === undefined ? [] : [[name, setting]];
    }),
  );
}
