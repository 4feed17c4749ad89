import type { Command } from 'commander';
import { inTurn, queryInTurn } from '../../activities/query-in-turn';
import { aroundEachCall } from '../../clients/around-each-call';
import { findEnteredRows } from '../../clients/imetal/find-entered-rows';
import { findWriteRights } from '../../clients/imetal/find-write-rights';
import { readImetalConnections, readSmartEventTokens } from '../../config';
import { readHubClock } from '../../db/hub-health';
import { selectHandOverTimes } from '../../db/import-batches';
import { createRequestSlots, type RequestSlots } from '../../db/request-slots';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { type AddressesInUse, addressesInUse } from '../doctor/addresses-in-use';
import { checkAssignarCompany } from '../doctor/assignar-checkup';
import { type CheckReport, makeCheckup } from '../doctor/checkup';
import { feedChecks } from '../doctor/feed-checks';
import { flowChecks } from '../doctor/flow-checks';
import { hubChecks, ledgerChecks } from '../doctor/hub-checks';
import { imetalChecks } from '../doctor/imetal-checks';
import { importerChecks } from '../doctor/importer-checks';
import { intacctChecks } from '../doctor/intacct-checks';
import { contactFeedChecks, intacctFeedChecks } from '../doctor/record-feed-checks';
import { temporalChecks } from '../doctor/temporal-checks';
import { smartEventChecks, triggerChecks } from '../doctor/trigger-checks';
import { exitCodes } from '../exit-codes';
import type { Operator } from '../operator';
import { doctorText } from '../output/doctor-text';
import type { Answer, CommandRunner } from '../run-command';

/** `doctor` as `--json` prints it. */
export interface Diagnosis {
  ok: boolean;
  company: string;
  checks: CheckReport[];
  addresses: AddressesInUse;
}

/** `doctor`: exit code 0 only if all is well. */
export function registerDoctor(program: Command, run: CommandRunner): void {
  program
    .command('doctor')
    .description('check every connection, permission, table, clock, the profile and the settings; say what to do')
    .addHelpText(
      'after',
      '\nWrites nothing anywhere, but in the cost meter (about 25 API transactions) and, for as long as a request takes, its turn at the gateway.\nExit code 0 only if all is well.\n\nExamples:\n  intacct-pipelines doctor\n  intacct-pipelines doctor --json | jq .addresses',
    )
    .action((_options, command: Command) => run(command, answerDoctor));
}

async function answerDoctor(operator: Operator): Promise<Answer> {
  const profile = await operator.profile();
  const { company } = profile;
  const hub = await makeCheckup(hubChecks(operator.pool()));
  const isHubWell = hub[0]?.ok === true;
  const checks = [
    ...hub,
    ...(isHubWell ? await makeCheckup(ledgerChecks(operator.pool(), company)) : []),
    ...(await makeCheckup([
      ...temporalChecks(operator.temporal, operator.config().TASK_QUEUE, profile),
      ...(isHubWell ? flowChecks(operator.pool(), operator.temporal, company) : []),
    ])),
    ...(profile.source === 'assignar'
      ? await checkAssignarCompany(operator, profile, isHubWell)
      : await checkImetalCompany(operator, profile, isHubWell)),
    ...(await makeCheckup([
      ...triggerChecks(operator.config().WEBHOOK_SECRETS),
      ...smartEventChecks(
        () => readSmartEventTokens(operator.environment, company),
        profile.masters.pollIntervalSeconds,
      ),
    ])),
  ];
  const ok = checks.every((check) => check.ok);
  const diagnosis: Diagnosis = { ok, company, checks, addresses: addressesInUse(operator, company) };
  return { exitCode: ok ? exitCodes.done : exitCodes.no, document: diagnosis, text: doctorText(diagnosis) };
}

/** iMetal and Intacct of a company that runs on iMetal. */
async function checkImetalCompany(
  operator: Operator,
  profile: ImetalProfile,
  isHubWell: boolean,
): Promise<CheckReport[]> {
  const { company } = profile;
  const ofImetal = await makeCheckup([
    ...imetalChecks({
      imetal: () => operator.clients().imetal(company),
      findWriteRights: async () =>
        findWriteRights(readImetalConnections(operator.environment, company).IMETAL_LIVE_URL),
    }),
    ...(isHubWell
      ? [
          ...feedChecks({ pool: operator.pool(), imetal: () => operator.clients().imetal(company), profile }),
          ...contactFeedChecks(operator.pool(), profile, () => operator.clients().imetalMasters(company)),
          ...importerChecksOf(operator, profile),
        ]
      : []),
  ]);
  return [...ofImetal, ...(await checkIntacct(operator, profile, isHubWell))];
}

function importerChecksOf(operator: Operator, { company, masters }: ImetalProfile) {
  const importUrl = () => readImetalConnections(operator.environment, company).IMETAL_IMPORT_URL;
  return importerChecks({
    findEntered: async () => findEnteredRows(importUrl(), masters.imports),
    handedOverAt: (batchNumbers) => selectHandOverTimes(operator.pool(), company, batchNumbers),
    readClock: () => readHubClock(operator.pool()),
  });
}

async function checkIntacctFeeds(
  operator: Operator,
  profile: ImetalProfile,
  slots: RequestSlots,
): Promise<CheckReport[]> {
  const clients = operator.clients();
  const turn = <T>(request: () => Promise<T>) => inTurn(slots, profile, request);
  const masters = aroundEachCall(await clients.intacctMasters(profile.company), turn);
  const receivables = aroundEachCall(await clients.intacctReceivables(profile.company), turn);
  return makeCheckup(intacctFeedChecks({ pool: operator.pool(), profile, masters, receivables }));
}

/** In turn with the postings, and metered; without the hub's database there is neither, and nobody else sends. */
async function checkIntacct(operator: Operator, profile: ImetalProfile, isHubWell: boolean): Promise<CheckReport[]> {
  const client = () => operator.clients().intacct(profile.company);
  const signIn = async (entityId: string | null) => (await client()).signIn(entityId);
  if (!isHubWell) {
    const checks = intacctChecks({
      profile,
      signIn,
      async *query(entityId, request) {
        yield* (await client()).query(entityId, request);
      },
    });
    return makeCheckup(checks);
  }
  const slots = createRequestSlots(operator.pool());
  try {
    const checks = intacctChecks({
      profile,
      signIn: (entityId) => inTurn(slots, profile, () => signIn(entityId)),
      async *query(entityId, request) {
        yield* queryInTurn(await client(), slots, profile).query(entityId, request);
      },
    });
    const metered = { company: profile.company, flow: 'doctor', documentKey: null };
    return await operator.meter().during(metered, async () => {
      const reports = await makeCheckup(checks);
      // After a refused sign-in nothing more is tried: Intacct locks a user out after a few.
      return reports[0]?.ok === true ? [...reports, ...(await checkIntacctFeeds(operator, profile, slots))] : reports;
    });
  } finally {
    await slots.close();
  }
}
