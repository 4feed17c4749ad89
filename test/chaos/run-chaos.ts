import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stack, startStack } from '../../cli/start/stack';
import { connectTemporal } from '../../clients/temporal/connect';
import { fixedScheduleLength } from '../../sandbox/sample-day/invoice-schedule';
import type { ChaosOptions } from './chaos-options';
import { writeChaosProfile } from './chaos-profile';
import { type ChaosReport, gulfReportOf, gulfRunDifferences } from './chaos-report';
import { drawSchedule } from './chaos-schedule';
import { createGulfScene, proveGulf, settleGulf } from './gulf-run';
import { writeHarborProfile } from './harbor/harbor-profile';
import { harborReportOf, harborRunDifferences } from './harbor/harbor-report';
import { createHarborScene, proveHarbor } from './harbor/harbor-run';
import { settleHarbor } from './harbor/harbor-settlement';
import { fallAndDamage, harborStorm, LATENCY_MS } from './harbor/harbor-storm';
import { killAmidTrueUp } from './harbor/killed-true-up';
import { createKiller } from './killer';
import { GATEWAY_LATENCY_MS, inTheQuiet, storm } from './storm';
import { strike } from './strikes';
import { sturdyPool } from './through-falls';

/**
 * Brings up a stack of its own, lets faults fire and processes die while invoices and shifts flow, waits until all is settled, and
 * compares the books. The report's `differences` are empty when every promise was kept; the state directory stays only when they are not,
 * or when it throws.
 */
export async function runChaos(options: ChaosOptions, say: (line: string) => void): Promise<ChaosReport> {
  const began = Date.now();
  const stateDirectory = mkdtempSync(join(tmpdir(), 'intacct-pipelines-chaos-'));
  // PostgreSQL runs as a user of its own when we are root, and must be able to enter.
  chmodSync(stateDirectory, 0o755);
  say(`state and logs: ${stateDirectory}`);
  const accidents: string[] = [];
  const profiles = {
    gulf: options.companies.includes('gulf-metals') ? writeChaosProfile(stateDirectory) : null,
    harbor: options.companies.includes('harbor-civil') ? writeHarborProfile(stateDirectory) : null,
  };
  const stack = await startStack({
    stateDirectory,
    ports: 'free',
    sampleDay: { seed: options.seed, invoices: Math.min(options.invoices, fixedScheduleLength), invoicesOnly: true },
    workers: options.workers,
    // The companies must be in place before the first document is posted.
    withoutSchedules: true,
    headless: true,
    companies: options.companies,
    companiesDirectory: join(stateDirectory, 'companies'),
    onRemark: (sentence) => {
      accidents.push(sentence);
      say(sentence);
    },
  });
  let report: ChaosReport | undefined;
  try {
    const found = await upsetAndProve({ options, stack, profiles, say, began });
    report = { ...found, options, accidents, tookMs: Date.now() - began };
    return report;
  } finally {
    await stack.stop();
    if (report?.differences.length === 0) rmSync(stateDirectory, { recursive: true, force: true });
  }
}

/** What a run has from its beginning. */
interface Run {
  options: ChaosOptions;
  stack: Stack;
  profiles: {
    gulf: ReturnType<typeof writeChaosProfile> | null;
    harbor: ReturnType<typeof writeHarborProfile> | null;
  };
  say: (line: string) => void;
  began: number;
}

type Found = Omit<ChaosReport, 'options' | 'accidents' | 'tookMs'>;

async function upsetAndProve({ options, stack, profiles, say, began }: Run): Promise<Found> {
  const temporal = await connectTemporal({ log: { info: () => undefined }, environment: stack.environment });
  const hub = sturdyPool(stack.environment.DATABASE_URL);
  const killer = createKiller(stack.supervisor, say);
  const place = { options, stack, temporal, hub, killer, say };
  const [gulf, harbor] = await allOrThrow([
    profiles.gulf === null ? null : createGulfScene(place, profiles.gulf),
    profiles.harbor === null ? null : createHarborScene(place, profiles.harbor),
  ]);
  const passed = () => `after ${((Date.now() - began) / 1000).toFixed(0)} s`;
  try {
    say(`the storm begins ${passed()}`);
    const gateways = [
      ...(gulf === null ? [] : [{ ...capOf(gulf), admin: gulf.admin, latencyMs: GATEWAY_LATENCY_MS }]),
      ...(harbor === null ? [] : [{ ...capOf(harbor), admin: harbor.intacct, latencyMs: LATENCY_MS }]),
    ];
    const [gulfStorm, harborStormed] = await allOrThrow([
      gulf && storm(gulf),
      // While the other company's storm goes on.
      harbor && harborStorm(harbor).then(async (counts) => ({ ...counts, ...(await fallAndDamage(harbor)) })),
      strike(killer, drawSchedule(options), gateways),
    ]);
    const killedTrueUp = harbor && (await killAmidTrueUp(harbor));
    const settleAfterFreeze = async () => {
      const quiet = gulf && (await inTheQuiet(gulf));
      say(`the storm is over ${passed()}: settling`);
      return { quiet, unsettled: gulf === null ? [] : await settleGulf(gulf) };
    };
    const [{ quiet, unsettled }, harborUnsettled] = await allOrThrow([
      settleAfterFreeze(),
      harbor === null ? [] : settleHarbor(harbor),
    ]);
    say(`settled ${passed()}: comparing the books`);
    const differences = [
      ...(gulf === null ? [] : await proveGulf(gulf, unsettled)),
      ...(harbor === null ? [] : await proveHarbor(harbor, harborUnsettled)),
      ...(killer.killed().size === 0 ? ['nothing was killed: the run proves nothing'] : []),
    ];
    const reports = {
      gulf: gulf && gulfStorm && quiet && (await gulfReportOf(gulf, { ...gulfStorm, ...quiet })),
      harbor:
        harbor && harborStormed && killedTrueUp && (await harborReportOf(harbor, { ...harborStormed, killedTrueUp })),
    };
    return {
      ...reports,
      kills: killer.killed(),
      freezes: killer.frozen(),
      differences: [
        ...differences,
        ...(reports.gulf === null ? [] : gulfRunDifferences(reports.gulf)),
        ...(reports.harbor === null ? [] : harborRunDifferences(reports.harbor)),
      ],
    };
  } finally {
    await temporal.close();
    await Promise.all([
      hub.end(),
      ...(gulf === null ? [] : [gulf.live.end(), gulf.owner.end(), gulf.importsOwner.end()]),
    ]);
  }
}

function capOf({ coding }: { coding: { intacct: { requestsInFlightMax: number } } }) {
  return { requestsInFlightMax: coding.intacct.requestsInFlightMax };
}

/** Like Promise.all, but when one fails the others have come to an end too, so that nobody works with what is being closed. */
async function allOrThrow<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> | T[K] }): Promise<T> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
