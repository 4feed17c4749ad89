import { z } from 'zod';

const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** The environment of every process of the hub; docs in README, "Settings". Secrets live nowhere else. */
const environmentSchema = z.object({
  /** Part of every control id: two installations that share an Intacct company must differ, for ever. */
  ENVIRONMENT: z.string().regex(/^[a-z0-9-]{1,20}$/, 'letters, digits and hyphens, 20 at most'),
  DATABASE_URL: z.url(),
  TASK_QUEUE: z.string().min(1).default('intacct-pipelines'),
  COMPANIES_DIRECTORY: z.string().min(1).default('companies'),
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  WEB_UI_URL: z.url().optional(),
  /** Standard Webhooks secrets (`whsec_…`), separated by spaces; any of them may sign. */
  WEBHOOK_SECRETS: z.string().default(''),
  /** `id:base64,id:base64`: the first encrypts, all decrypt; unset leaves payloads readable. */
  PAYLOAD_ENCRYPTION_KEYS: z.string().optional(),
  CODEC_ALLOWED_ORIGINS: z.string().default(''),
  /** A bearer token that the codec endpoint asks for; without it, the endpoint is not served. */
  CODEC_TOKEN: z.string().min(16).optional(),
  /** Serves the codec without a token to everybody on this machine; for a machine of one person, never behind a proxy. */
  CODEC_TRUST_LOOPBACK: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
  /** A bearer token that `/credit` asks for; without it, questions about credit are not answered. */
  CREDIT_TOKEN: z.string().min(16).optional(),
  /** A bearer token that `/true-ups` asks for; without it, no worker is trued up over HTTP. */
  TRUE_UP_TOKEN: z.string().min(16).optional(),
  /** A bearer token that `/metrics` asks for. */
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Activities at once in one worker, per queue. */
  SOURCE_ACTIVITIES_MAX: positive(10),
  GATEWAY_ACTIVITIES_MAX: positive(10),
  WORKFLOWS_CACHED_MAX: positive(300),
  /** How soon a paused company is tried again; doubles with each refusal, lest the user be locked out. */
  SIGN_IN_PROBE_SECONDS: positive(60),
});

export type Config = z.infer<typeof environmentSchema>;

const imetalConnectionSchema = z.object({
  IMETAL_LIVE_URL: z.url(),
  IMETAL_GATEWAY_URL: z.url(),
  IMETAL_IMPORT_URL: z.url(),
});

const assignarConnectionSchema = z.object({
  ASSIGNAR_TOKEN_URL: z.url().default('https://login.assignar.com/oauth2/token'),
  /** The region's: api.assignar.com.au/v2 for Australia and New Zealand, api.assignar.com/v2 elsewhere. */
  ASSIGNAR_API_URL: z.url(),
  ASSIGNAR_CLIENT_ID: z.string().min(1),
  ASSIGNAR_CLIENT_SECRET: z.string().min(1),
  ASSIGNAR_SCOPE: z.string().min(1).default('target-entity:b816a5d3-40c3-477f-a551-1d066d7211cc:api_access'),
});

const connectionSchema = z.object({
  INTACCT_ENDPOINT: z.url().default('https://api.intacct.com/ia/xml/xmlgw.phtml'),
  INTACCT_SENDER_ID: z.string().min(1),
  INTACCT_SENDER_PASSWORD: z.string().min(1),
  INTACCT_COMPANY_ID: z.string().min(1),
  INTACCT_USER_ID: z.string().min(1),
  INTACCT_USER_PASSWORD: z.string().min(1),
});

export type CompanyConnections = z.infer<typeof connectionSchema>;
export type ImetalConnections = z.infer<typeof imetalConnectionSchema>;
export type AssignarConnections = z.infer<typeof assignarConnectionSchema>;

/** A setting that is missing or wrong; the message names the variable, and never shows its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the settings of a process. Throws ConfigError that names each faulty variable. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  return parse(environmentSchema, environment, (name) => name);
}

const smartEventTokens = z
  .string()
  .default('')
  .transform((tokens) => tokens.split(' ').filter((token) => token !== ''))
  .refine((tokens) => tokens.every((token) => token.length >= 16), 'each token: 16 characters or more');

/** Tokens by which a company's Smart Events are known: `<COMPANY>_SMART_EVENT_TOKENS`, separated by spaces. Throws ConfigError. */
export function readSmartEventTokens(environment: NodeJS.ProcessEnv, company: string): string[] {
  const name = `${prefixOf(company)}SMART_EVENT_TOKENS`;
  return parse(z.object({ [name]: smartEventTokens }), environment, (variable) => variable)[name] ?? [];
}

/**
 * Where a company's Intacct is. Each variable may carry the company's prefix (`GULF_METALS_INTACCT_USER_ID` for
 * `gulf-metals`), which wins over the bare name. Throws ConfigError.
 */
export function readCompanyConnections(environment: NodeJS.ProcessEnv, company: string): CompanyConnections {
  return readConnections(connectionSchema, environment, company);
}

/** Where the iMetal of a company is; variables and errors as of its Intacct. */
export function readImetalConnections(environment: NodeJS.ProcessEnv, company: string): ImetalConnections {
  return readConnections(imetalConnectionSchema, environment, company);
}

/** Where the Assignar of a company is; variables and errors as of its Intacct. */
export function readAssignarConnections(environment: NodeJS.ProcessEnv, company: string): AssignarConnections {
  return readConnections(assignarConnectionSchema, environment, company);
}

function readConnections<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: NodeJS.ProcessEnv,
  company: string,
): z.infer<z.ZodObject<Shape>> {
  const prefix = prefixOf(company);
  const names = Object.keys(schema.shape);
  const values = Object.fromEntries(names.map((name) => [name, environment[prefix + name] ?? environment[name]]));
  return parse(schema, values, (name) => `${prefix}${name} (or ${name})`);
}

function prefixOf(company: string): string {
  return `${company.toUpperCase().replaceAll('-', '_')}_`;
}

function parse<T>(schema: z.ZodType<T>, values: unknown, nameOf: (variable: string) => string): T {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${nameOf(String(issue.path[0]))}: ${issue.message}`);
  throw new ConfigError(`settings are missing or wrong: ${faults.join('; ')}`);
}
