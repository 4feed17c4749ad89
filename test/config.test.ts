import { ConfigError, readCompanyConnections, readConfig, readSmartEventTokens } from '../config';

const least = { ENVIRONMENT: 'production', DATABASE_URL: 'postgres://hub@db/hub' };

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected the settings to be refused');
}

describe('the settings of a process', () => {
  test('need an environment and a database; all else has a value of its own', () => {
    expect(readConfig(least)).toMatchObject({
      ...least,
      TASK_QUEUE: 'intacct-pipelines',
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 8080,
      LOG_LEVEL: 'info',
      SIGN_IN_PROBE_SECONDS: 60,
    });
  });

  test('name every variable that is missing or wrong at once, and show no value', () => {
    const refusal = refusalOf(() =>
      readConfig({ ENVIRONMENT: 'Prod & Test', HTTP_PORT: '99999', CODEC_TOKEN: 'secret', LOG_LEVEL: 'chatty' }),
    );
    for (const name of ['ENVIRONMENT', 'DATABASE_URL', 'HTTP_PORT', 'CODEC_TOKEN', 'LOG_LEVEL']) {
      expect(refusal).toContain(`${name}: `);
    }
    expect(refusal).not.toMatch(/Prod & Test|99999|secret|chatty/);
  });

  test('trust nobody on loopback but where they say `true`', () => {
    expect(readConfig(least).CODEC_TRUST_LOOPBACK).toBe(false);
    expect(readConfig({ ...least, CODEC_TRUST_LOOPBACK: 'true' }).CODEC_TRUST_LOOPBACK).toBe(true);
    expect(refusalOf(() => readConfig({ ...least, CODEC_TRUST_LOOPBACK: 'yes' }))).toContain('CODEC_TRUST_LOOPBACK');
  });

  test.each(['0', '-1', '2.5', 'many', ''])('refuse %j activities at once', (count) => {
    expect(refusalOf(() => readConfig({ ...least, GATEWAY_ACTIVITIES_MAX: count }))).toContain(
      'GATEWAY_ACTIVITIES_MAX',
    );
  });
});

describe("a company's connections", () => {
  const connections = {
    IMETAL_LIVE_URL: 'postgres://reader@imetal/live',
    IMETAL_GATEWAY_URL: 'postgres://gateway@imetal/live',
    IMETAL_IMPORT_URL: 'postgres://importer@imetal/imports',
    INTACCT_SENDER_ID: 'sender',
    INTACCT_SENDER_PASSWORD: 'sender password',
    INTACCT_COMPANY_ID: 'GULF',
    INTACCT_USER_ID: 'svc_hub',
    INTACCT_USER_PASSWORD: 'user password',
  };

  test("come from the bare names, and from the company's own where it has them", () => {
    const environment = { ...connections, GULF_METALS_INTACCT_USER_ID: 'svc_gulf' };
    expect(readCompanyConnections(environment, 'gulf-metals').INTACCT_USER_ID).toBe('svc_gulf');
    expect(readCompanyConnections(environment, 'other-metals').INTACCT_USER_ID).toBe('svc_hub');
    expect(readCompanyConnections(environment, 'gulf-metals').INTACCT_ENDPOINT).toContain('api.intacct.com');
  });

  test('that are missing are named in both ways', () => {
    const { INTACCT_USER_PASSWORD: _, ...incomplete } = connections;
    const refusal = refusalOf(() => readCompanyConnections(incomplete, 'gulf-metals'));
    expect(refusal).toContain('GULF_METALS_INTACCT_USER_PASSWORD (or INTACCT_USER_PASSWORD)');
    expect(refusal).not.toContain('sender password');
  });
});

describe("a company's tokens for Smart Events", () => {
  test('are several while they are rotated, and those of the company alone', () => {
    const environment = { GULF_METALS_SMART_EVENT_TOKENS: 'the-first-of-two-tokens  the-other-of-two-tokens' };
    expect(readSmartEventTokens(environment, 'gulf-metals')).toEqual([
      'the-first-of-two-tokens',
      'the-other-of-two-tokens',
    ]);
    expect(readSmartEventTokens(environment, 'other-metals')).toEqual([]);
  });

  test('are refused when they could be guessed, and not shown', () => {
    const refusal = refusalOf(() => readSmartEventTokens({ GULF_METALS_SMART_EVENT_TOKENS: 'short' }, 'gulf-metals'));
    expect(refusal).toContain('GULF_METALS_SMART_EVENT_TOKENS: each token');
    expect(refusal).not.toContain('short');
  });
});
