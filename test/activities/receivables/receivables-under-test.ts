import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { createCallMeter } from '../../../activities/call-meter';
import type { CreditDeps } from '../../../activities/receivables/credit-answer';
import { createOpenItemsLoad, type OpenItemsPage } from '../../../activities/receivables/load-open-items';
import { createMovedCreditActivities, type MovedCreditActivities } from '../../../activities/receivables/moved-credit';
import { createOpenItemsGatewayActivities, type ReadResult } from '../../../activities/receivables/read-open-items';
import {
  createReceivablesFeedActivities,
  type ReceivablesFeedActivities,
} from '../../../activities/receivables/receivables-feed';
import { createOpenItemsSourceActivities, type TellResult } from '../../../activities/receivables/tell-open-items';
import { Rejected, UnexpectedResponse } from '../../../clients/errors';
import type { ImetalExposure, ImetalMasters } from '../../../clients/imetal/imetal-masters';
import type { IntacctMasters } from '../../../clients/intacct/intacct-masters';
import type {
  ChangedReceivable,
  IntacctReceivables,
  ReceivablesObject,
} from '../../../clients/intacct/intacct-receivables';
import { agreeLink } from '../../../db/links';
import { createRequestSlots } from '../../../db/request-slots';
import type { ImetalProfile } from '../../../domain/imetal-profile';
import type { ImportRecord } from '../../../domain/import-record';
import { absoluteAmount } from '../../../domain/money';
import type { CustomerReceivables, OpenItem } from '../../../domain/open-items';
import type { OpenItemsInput } from '../../../workflows/open-items';
import type { FreshReceivables, Touch } from '../../../workflows/open-items-bell';
import { buildProfile } from '../../mappings/source-invoice-builder';
import { profilesOf, quietActivity } from '../posting-under-test';

/** Intacct's receivables as a map, and how often they were read. */
export interface FakeReceivables {
  port: IntacctReceivables;
  customers: Map<string, Omit<CustomerReceivables, 'asOf'>>;
  /** The customers of each reading. */
  readings: string[][];
  changes: ChangedReceivable[];
  failure: Error | null;
}

/** A customer in good order who owes nothing, changed as the test says. */
export function customerOwing(change: Partial<CustomerReceivables> = {}): Omit<CustomerReceivables, 'asOf'> {
  return {
    customerId: 'C00123',
    parentIds: [],
    creditLimit: '500.00',
    isOnHold: false,
    isActive: true,
    currency: 'USD',
    items: [],
    ...change,
  };
}

const objectOf: Record<OpenItem['kind'], ReceivablesObject> = {
  invoice: 'ARINVOICE',
  'credit-memo': 'ARADJUSTMENT',
  'debit-memo': 'ARADJUSTMENT',
  advance: 'ARADVANCE',
  overpayment: 'ARPYMT',
};

/** A fake that reads as Intacct does: as of when the reading began, and only what was asked for. */
export function createFakeReceivables(): FakeReceivables {
  const readMany = async (customerIds: readonly string[]) => {
    fake.readings.push([...customerIds]);
    if (fake.failure !== null) throw fake.failure;
    const asOf = new Date().toISOString();
    return new Map(
      customerIds.flatMap((id) => {
        const found = fake.customers.get(id);
        return found === undefined
          ? []
          : [[id, { ...found, items: found.items.map((item) => ({ ...item })), asOf }] as const];
      }),
    );
  };
  const fake: FakeReceivables = {
    customers: new Map(),
    readings: [],
    changes: [],
    failure: null,
    port: {
      readReceivables: async (id) => (await readMany([id])).get(id) ?? null,
      readManyReceivables: readMany,
      listChangedReceivables: async (object, after, limit) =>
        fake.changes
          .filter((change) => change.object === object)
          .filter(({ modifiedAt, recordNumber }) => {
            if (after === null || modifiedAt > after.modifiedAt) return true;
            return modifiedAt === after.modifiedAt && Number(recordNumber) > Number(after.recordNumber || '-1');
          })
          .slice(0, limit),
      listOpenAmounts: async (object, after, limit) => {
        const rows = [...fake.customers.values()]
          .flatMap(({ customerId, items }) => items.map((item) => ({ customerId, ...item })))
          .filter(({ kind, recordNumber }) => object === objectOf[kind] && Number(recordNumber) > Number(after))
          .sort((one, other) => Number(one.recordNumber) - Number(other.recordNumber));
        const open = rows.slice(0, limit).map(({ customerId, recordNumber, openAmount }) => ({
          customerId,
          recordNumber,
          openAmount: absoluteAmount(openAmount),
        }));
        return { open, next: rows.length < limit ? null : (open.at(-1)?.recordNumber ?? null) };
      },
      findCustomerOf: async (object, recordNumber) =>
        fake.changes.find((change) => change.object === object && change.recordNumber === recordNumber)?.customerId ||
        null,
      readOpenAmount: async () => null,
    },
  };
  return fake;
}

/** iMetal's importer of balances as a map of what it shows. */
export interface FakeShown {
  exposures: Map<string, ImetalExposure>;
  exposureReadings: number;
  /** Codes of customers whose totals are not as documented. */
  unreadable: Set<string>;
  /** By customer code, as last taken. */
  shown: Map<string, ImportRecord>;
  batches: { batchNumber: number; codes: string[] }[];
  /** The importer's note for a record; null takes it. */
  refusal: ((record: ImportRecord) => string | null) | null;
  loseNextAnswer: Error | null;
}

export interface ReceivablesUnderTest {
  intacct: FakeReceivables;
  imetal: FakeShown;
  profile: ImetalProfile;
  /** Workflow ids of what was touched on the way. */
  touched: string[];
  /** Those of them for whom Intacct need not be read. */
  touchedAsLastRead: string[];
  /** Customers that the engine refuses to touch, for a reason of theirs alone. */
  untouchable: Set<string>;
  feed: ReceivablesFeedActivities & MovedCreditActivities;
  /** What the questions about credit and Smart Events work with. */
  deps: CreditDeps;
  /** No reading comes to an end while it is. */
  intacctAway(isAway: boolean): void;
  /** Makes the customer known to iMetal under its id, linked as a synced one is. */
  know(customerId: string, parentCode?: string): Promise<void>;
  read(customerId: string, membersSince?: string, asLastRead?: boolean): Promise<ReadResult>;
  tell(customerId: string, read: ReadResult): Promise<TellResult>;
  refresh(customerId: string): Promise<TellResult | ReadResult>;
  /** One page of the first load. */
  load(after: string, pageSize: number): Promise<OpenItemsPage>;
  close(): Promise<void>;
}

/** The activities of open items over fakes of both systems and a real hub database. */
export function createReceivablesUnderTest(pool: Pool): ReceivablesUnderTest {
  const intacct = createFakeReceivables();
  const profile = buildProfile();
  const { company } = profile;
  const slots = createRequestSlots(pool);
  const touched: string[] = [];
  const { imetal, masters, imports } = createFakeShown();
  const untouchable = new Set<string>();
  const touchedAsLastRead: string[] = [];
  const signalWithStart = async (
    _workflow: unknown,
    { workflowId, signalArgs }: { workflowId: string; signalArgs?: [Touch] },
  ) => {
    if ([...untouchable].some((id) => workflowId.endsWith(`/${id}`))) {
      throw new Rejected(`${workflowId} is refused`, { operation: 'signal', code: 'REFUSED_BY_INTACCT' });
    }
    touched.push(workflowId);
    if (signalArgs?.[0].asLastRead === true) touchedAsLastRead.push(workflowId);
  };
  const start = signalWithStart;
  let away: Promise<never> | null = null;
  const executeUpdateWithStart = async (
    _update: unknown,
    request: { args: [{ membersSince: string }]; startWorkflowOperation: { options: { args: [OpenItemsInput] } } },
  ): Promise<FreshReceivables> => {
    if (away !== null) return away;
    const [{ customerId }] = request.startWorkflowOperation.options.args;
    return read(customerId, request.args[0].membersSince);
  };
  const listParties = async (_kind: string, after: string, limit: number) =>
    [...intacct.customers.keys()]
      .map((id, index) => ({ id, recordNumber: String(index + 1) }))
      .filter(({ recordNumber }) => Number(recordNumber) > Number(after))
      .slice(0, limit);
  const deps = {
    pool,
    slots,
    profiles: profilesOf(profile),
    meter: createCallMeter(pool, pino({ level: 'silent' })),
    signInProbeSeconds: 60,
    client: { workflow: { signalWithStart, start, executeUpdateWithStart } } as unknown as Client,
    taskQueue: 'none',
    intacctReceivables: async () => intacct.port,
    imetalMasters: () => masters,
    imports: async () => imports,
  };
  const loadPage = createOpenItemsLoad({
    ...deps,
    intacctMasters: async () => ({ listParties }) as unknown as IntacctMasters,
  });
  const gateway = createOpenItemsGatewayActivities(deps);
  const source = createOpenItemsSourceActivities(deps);
  const feed = createReceivablesFeedActivities(deps);
  const inActivity =
    <Request, Result>(activity: (request: Request) => Promise<Result>) =>
    (request: Request) =>
      quietActivity().run(activity, request) as Promise<Result>;
  const read = (customerId: string, membersSince: string | null = null, asLastRead = false) =>
    inActivity(gateway.readOpenItems)({ company, customerId, membersSince, asLastRead });
  const tell = async (customerId: string, found: ReadResult) => {
    if (found.outcome !== 'read') throw new Error(`${customerId} was not read: ${found.outcome}`);
    return inActivity(source.tellOpenItems)({ company, customerId, ...found });
  };
  return {
    intacct,
    imetal,
    profile,
    touched,
    touchedAsLastRead,
    untouchable,
    feed: {
      touchChangedReceivables: inActivity(feed.touchChangedReceivables),
      touchReceivable: inActivity(feed.touchReceivable),
      touchAged: inActivity(feed.touchAged),
      sweepOpenItems: inActivity(feed.sweepOpenItems),
      touchMovedCredit: inActivity(createMovedCreditActivities(deps).touchMovedCredit),
    },
    async know(customerId, parentCode) {
      imetal.exposures.set(customerId, {
        customerCode: customerId,
        currencyCode: 'USD',
        openOrders: '0.00',
        unexportedInvoices: '0.00',
      });
      await agreeLink(
        pool,
        { company, object: 'company', intacctObject: 'CUSTOMER' },
        {
          sourceId: customerId,
          intacctId: customerId,
          intacctRecordNumber: null,
          agreed: { parentCode: parentCode ?? null },
          standing: 'active',
        },
      );
    },
    deps,
    intacctAway(isAway) {
      away = isAway ? new Promise<never>(() => undefined) : null;
    },
    read,
    tell,
    async refresh(customerId) {
      const found = await read(customerId);
      return found.outcome === 'read' ? tell(customerId, found) : found;
    },
    load: (after, pageSize) =>
      inActivity((page: { after: string; pageSize: number }) =>
        loadPage(profile, { ...page, inTurn: (request) => request() }),
      )({ after, pageSize }),
    close: () => slots.close(),
  };
}

function createFakeShown() {
  const answers = new Map<string, string | null>();
  const imetal: FakeShown = {
    exposures: new Map(),
    exposureReadings: 0,
    unreadable: new Set(),
    shown: new Map(),
    batches: [],
    refusal: null,
    loseNextAnswer: null,
  };
  const take = (record: ImportRecord): string | null => {
    const code = String(record.values.customer_code);
    const before = imetal.shown.get(code)?.values.as_of;
    if (before !== undefined && String(before) > String(record.values.as_of)) {
      return `Couldn't take balances - ${code} was told a later state (${before}).`;
    }
    const note = imetal.refusal?.(record) ?? null;
    if (note === null) imetal.shown.set(code, record);
    return note;
  };
  const imports = {
    async importBatch(batchNumber: number, records: readonly ImportRecord[]) {
      imetal.batches.push({ batchNumber, codes: records.map(({ values }) => String(values.customer_code)) });
      const outcomes = records.map((record) => {
        const key = `${batchNumber}/${record.importNumber}`;
        if (!answers.has(key)) answers.set(key, take(record));
        const note = answers.get(key) ?? null;
        const { importNumber } = record;
        return note === null
          ? { importNumber, outcome: 'imported' as const, imetalId: '1' }
          : { importNumber, outcome: 'refused' as const, note };
      });
      const lost = imetal.loseNextAnswer;
      imetal.loseNextAnswer = null;
      if (lost !== null) throw lost;
      return outcomes;
    },
  };
  const masters = {
    async readExposures(codes: readonly string[]) {
      imetal.exposureReadings += 1;
      const found = codes.flatMap((code) => imetal.exposures.get(code) ?? []);
      const strange = found.find(({ customerCode }) => imetal.unreadable.has(customerCode));
      if (strange !== undefined)
        throw new UnexpectedResponse(`${strange.customerCode}: no currency`, { operation: 'read' });
      return new Map(found.map((exposure) => [exposure.customerCode, exposure]));
    },
  } as unknown as ImetalMasters;
  return { imetal, imports, masters };
}
