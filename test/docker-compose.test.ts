import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(__dirname, '..');
const serviceSchema = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string().nullable()).optional(),
  healthcheck: z.unknown().optional(),
  restart: z.string(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
});
const composeSchema = z.looseObject({ services: z.record(z.string(), serviceSchema) });
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const { services } = composeSchema.parse(parse(text, { merge: true }));

/** Temporal's own environment configuration, which config.ts leaves to it. */
const TEMPORALS_OWN = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'];

test('every long-lived service says when it is healthy, the workers apart, which exit when they are not', () => {
  const silent = Object.entries(services).filter(
    ([, service]) => service.restart === 'unless-stopped' && service.healthcheck === undefined,
  );
  expect(silent.map(([name]) => name)).toEqual(['worker']);
});

test('a service waits for others only by a condition that they can meet', () => {
  for (const service of Object.values(services)) {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      const other = services[name];
      const expected = other?.restart === 'on-failure' ? 'service_completed_successfully' : 'service_healthy';
      expect({ name, condition }).toEqual({ name, condition: expected });
    }
  }
});

test('worker and server get settings that exist, and every one without which they refuse to start', () => {
  const config = readFileSync(join(root, 'config.ts'), 'utf8');
  const known = [...config.matchAll(/^ {2}([A-Z][A-Z_]+): (.*)$/gm)].map(([, name = '', rule = '']) => ({
    name,
    rule,
  }));
  const required = known.filter(({ rule }) => !/default|optional|positive/.test(rule)).map(({ name }) => name);
  expect(required).toContain('INTACCT_SENDER_ID');
  for (const name of ['worker', 'server']) {
    const given = Object.keys(services[name]?.environment ?? {});
    expect(required.filter((setting) => !given.includes(setting))).toEqual([]);
    const exists = [...known.map((setting) => setting.name), ...TEMPORALS_OWN];
    expect(given.filter((setting) => !exists.includes(setting))).toEqual([]);
  }
});

test('no secret stands in the file', () => {
  const secrets = [...text.matchAll(/^ +\w*(?:PASSWORD|SECRETS?|KEYS|PWD|TOKEN):[ \t]*(.*)$/gm)].map(
    ([, setting]) => setting,
  );
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.filter((setting) => setting !== '' && !/^\$\{[A-Z_]+-\}$/.test(setting ?? ''))).toEqual([]);
});
