import { pino } from 'pino';
import { abandonDocument } from '../../activities/abandonment';
import { createCallMeter } from '../../activities/call-meter';
import { createPostingActivities } from '../../activities/post-plan';
import { inTransaction } from '../../db/pool';
import type { PostResult } from '../../domain/posting';
import { useHubDatabase } from '../db/hub-database';
import { documentOf, eventsOf, plan, statesOf } from '../db/planned-document';
import { buildProfile } from '../mappings/source-invoice-builder';
import { createFakeIntacct } from './fake-intacct';
import { profilesOf, quietActivity } from './posting-under-test';

const hub = useHubDatabase();

function promiseWithResolve(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve: () => resolve() };
}

/** An attempt that has loaded its plan and waits in line for a request slot, until it is let go on. */
async function attemptInLine(documentKey: string) {
  const intacct = createFakeIntacct();
  const inLine = promiseWithResolve();
  const turn = promiseWithResolve();
  const { postPlan } = createPostingActivities({
    pool: hub.pool(),
    profiles: profilesOf(buildProfile()),
    slots: {
      async run(_, work) {
        inLine.resolve();
        await turn.promise;
        return work(() => undefined);
      },
      close: async () => undefined,
    },
    meter: createCallMeter(hub.pool(), pino({ level: 'silent' })),
    intacct: async () => intacct.client,
    signInProbeSeconds: 60,
  });
  const environment = quietActivity();
  const result = environment.run(postPlan, documentOf(documentKey)) as Promise<PostResult>;
  result.catch(() => undefined);
  await inLine.promise;
  return {
    intacct,
    cancel: () => environment.cancel(),
    goOn: () => {
      turn.resolve();
      return result;
    },
  };
}

const refuse = (documentKey: string) =>
  hub.pool().query(`update postings set state = 'rejected' where document_key = $1`, [documentKey]);

test('an attempt whose plan was replaced while it waited in line sends nothing, and the ledger keeps the new plan', async () => {
  await plan(hub.pool(), 'HOU-DIV-8801');
  const overtaken = await attemptInLine('HOU-DIV-8801');
  await plan(hub.pool(), 'HOU-DIV-8801');
  await expect(overtaken.goOn()).rejects.toMatchObject({ type: 'PlanOutdated' });
  expect(overtaken.intacct.invoices).toEqual([]);
  expect(new Set(Object.values(await statesOf(hub.pool(), documentOf('HOU-DIV-8801'))))).toEqual(new Set(['planned']));
});

test('an attempt that waited while another was refused and a person planned it anew sends nothing', async () => {
  await plan(hub.pool(), 'HOU-DIV-8802');
  const overtaken = await attemptInLine('HOU-DIV-8802');
  await refuse('HOU-DIV-8802');
  await plan(hub.pool(), 'HOU-DIV-8802');
  await expect(overtaken.goOn()).rejects.toMatchObject({ type: 'PlanOutdated' });
  expect(overtaken.intacct.invoices).toEqual([]);
});

test('an attempt that waited while a person gave the document up sends nothing, and it stays abandoned', async () => {
  await plan(hub.pool(), 'HOU-DIV-8803');
  const overtaken = await attemptInLine('HOU-DIV-8803');
  await refuse('HOU-DIV-8803');
  const decision = { action: 'abandon', actor: 'pat', reason: 'keyed in by hand', correction: {} } as const;
  await inTransaction(hub.pool(), (transaction) => abandonDocument(transaction, documentOf('HOU-DIV-8803'), decision));
  await expect(overtaken.goOn()).rejects.toMatchObject({ type: 'PlanOutdated' });
  expect(overtaken.intacct.invoices).toEqual([]);
  expect(JSON.stringify(await eventsOf(hub.pool(), documentOf('HOU-DIV-8803')))).not.toContain('posted');
});

test('an attempt that is cancelled while it waits in line sends nothing', async () => {
  await plan(hub.pool(), 'HOU-DIV-8804');
  const cancelled = await attemptInLine('HOU-DIV-8804');
  cancelled.cancel();
  await expect(cancelled.goOn()).rejects.toBeDefined();
  expect(cancelled.intacct.invoices).toEqual([]);
  expect(new Set(Object.values(await statesOf(hub.pool(), documentOf('HOU-DIV-8804'))))).toEqual(new Set(['planned']));
});
