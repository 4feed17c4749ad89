import type { Logger } from 'pino';
import {
  Authentication,
  OutcomeUnknown,
  RateLimited,
  Rejected,
  Transport,
  UnexpectedResponse,
} from '../clients/errors';
import type { IntacctClient, IntacctRecord } from '../clients/intacct/intacct-client';
import { type CompanyProfiles, ProfileError } from '../companies/company-profiles';
import { NoRequestSlot, type RequestSlots } from '../db/request-slots';
import type { AssignarProfile } from '../domain/assignar-profile';
import type { CompanyProfile } from '../domain/company-profile';
import type { ImetalProfile } from '../domain/imetal-profile';
import type { CallMeter } from './call-meter';
import { queryInTurn } from './query-in-turn';

/** Something that is not as it must be, and what a person does about it. */
export interface Fault {
  /** Which entry or part, for example `branches.HOU.location`. */
  subject: string;
  what: string;
  remedy: string;
  /** Only what uses it is refused: a worker may start, for everything else must go on. */
  isTolerable?: true;
}

/** A name of the profile, and the Intacct object that must be there and active under it. */
interface NamedMaster {
  field: string;
  object: string;
  keyField: string;
  /** In accounting words. */
  noun: string;
  key: string;
}

const masters = {
  entity: { object: 'LOCATIONENTITY', keyField: 'LOCATIONID', noun: 'entity' },
  location: { object: 'LOCATION', keyField: 'LOCATIONID', noun: 'location' },
  department: { object: 'DEPARTMENT', keyField: 'DEPARTMENTID', noun: 'department' },
  account: { object: 'GLACCOUNT', keyField: 'ACCOUNTNO', noun: 'account' },
  journal: { object: 'GLJOURNAL', keyField: 'SYMBOL', noun: 'journal' },
  term: { object: 'ARTERM', keyField: 'NAME', noun: 'term' },
  taxDetail: { object: 'TAXDETAIL', keyField: 'DETAILID', noun: 'tax detail' },
  taxSolution: { object: 'TAXSOLUTION', keyField: 'SOLUTIONID', noun: 'tax solution' },
} as const;

/**
 * Everything that a profile names and Intacct does not have, or has inactive: entities with their base currency, locations,
 * departments, accounts, journals, terms, tax details. One query per kind, at the top level, private records included
 * (facts/intacct.md 7). Throws the client's verdicts when Intacct cannot be asked.
 */
export async function checkProfileAgainstIntacct(
  profile: CompanyProfile,
  client: Pick<IntacctClient, 'query'>,
): Promise<Fault[]> {
  const named = profile.source === 'imetal' ? mastersNamedIn(profile) : constructionMastersNamedIn(profile);
  const faults: Fault[] = [];
  for (const object of new Set(named.map((master) => master.object))) {
    const ofObject = named.filter((master) => master.object === object);
    const rows = await selectMasters(client, ofObject);
    for (const master of ofObject) faults.push(...faultOf(master, rows.get(master.key)));
    if (object === masters.entity.object && profile.source === 'imetal')
      faults.push(...baseCurrencyFaults(profile, rows), ...pairFaults(profile, rows));
  }
  return faults;
}

/** What a company that runs on Assignar names of Intacct. */
function constructionMastersNamedIn(profile: AssignarProfile): NamedMaster[] {
  const named: NamedMaster[] = [];
  const add = (kind: keyof typeof masters, field: string, key: string) => named.push({ ...masters[kind], field, key });
  if (profile.entity !== '') add('entity', 'entity', profile.entity);
  add('location', 'location', profile.location);
  const { equipmentTime } = profile;
  if (equipmentTime.postAs === 'journal') {
    add('journal', 'equipmentTime.journal', equipmentTime.journal);
    add('account', 'equipmentTime.debitAccount', equipmentTime.debitAccount);
    add('account', 'equipmentTime.creditAccount', equipmentTime.creditAccount);
  }
  return named;
}

function mastersNamedIn(profile: ImetalProfile): NamedMaster[] {
  const named: NamedMaster[] = [];
  const add = (kind: keyof typeof masters, field: string, key: string) => named.push({ ...masters[kind], field, key });
  for (const [code, branch] of Object.entries(profile.branches)) {
    add('entity', `branches.${code}.entity`, branch.entity);
    add('location', `branches.${code}.location`, branch.location);
    if (branch.tax.solution !== undefined) add('taxSolution', `branches.${code}.tax.solution`, branch.tax.solution);
    for (const { authority, class: taxClass, detail, account } of branch.tax.details) {
      const field = `branches.${code}.tax.details ${authority}/${taxClass}`;
      // Carried as lines, the detail is only a name for the line.
      if (branch.tax.carriedAs === 'entries') add('taxDetail', field, detail);
      if (account !== undefined) add('account', field, account);
    }
  }
  add('account', 'accounts.rounding', profile.accounts.rounding);
  for (const [nominal, account] of Object.entries(profile.accounts.overrides)) {
    add('account', `accounts.overrides.${nominal}`, account);
  }
  for (const [reason, { debit, credit }] of Object.entries(profile.stockAdjustments)) {
    add('account', `stockAdjustments.${reason}.debit`, debit);
    add('account', `stockAdjustments.${reason}.credit`, credit);
  }
  add('journal', 'costOfSales.journal', profile.costOfSales.journal);
  for (const [group, department] of Object.entries(profile.dimensions.departmentBySalesGroup)) {
    add('department', `dimensions.departmentBySalesGroup.${group}`, department);
  }
  for (const [code, term] of Object.entries(profile.terms)) add('term', `terms.${code}`, term);
  addOtherDocuments(profile, add);
  return named;
}

/** What credits, suppliers' documents and stock movements are posted to, where the profile has such documents at all. */
function addOtherDocuments(
  { credits, purchasing, ledgerEntries, branches }: ImetalProfile,
  add: (kind: keyof typeof masters, field: string, key: string) => unknown,
): void {
  if (credits.types.length > 0) add('account', 'credits.undepositedAccount', credits.undepositedAccount);
  if (purchasing.invoiceTypes.length + purchasing.creditTypes.length > 0) {
    add('account', 'purchasing.goodsReceivedAccount', purchasing.goodsReceivedAccount);
    add('account', 'purchasing.varianceAccount', purchasing.varianceAccount);
    add('account', 'purchasing.exchangeDifferenceAccount', purchasing.exchangeDifferenceAccount);
    if (purchasing.unmatched !== 'park') add('account', 'purchasing.unmatched.account', purchasing.unmatched.account);
    for (const [code, { tax }] of Object.entries(branches)) {
      for (const { authority, class: taxClass, detail, account } of tax.purchaseDetails) {
        const field = `branches.${code}.tax.purchaseDetails ${authority}/${taxClass}`;
        if (tax.carriedAs === 'entries') add('taxDetail', field, detail);
        if (account !== undefined) add('account', field, account);
      }
    }
  }
  if (ledgerEntries.movementTypes.length === 0) return;
  add('journal', 'ledgerEntries.journal', ledgerEntries.journal);
  for (const [movement, { debit, credit, department }] of Object.entries(ledgerEntries.movements)) {
    add('account', `ledgerEntries.movements.${movement}.debit`, debit);
    add('account', `ledgerEntries.movements.${movement}.credit`, credit);
    if (department !== undefined) add('department', `ledgerEntries.movements.${movement}.department`, department);
  }
  for (const [group, account] of Object.entries(ledgerEntries.stockAccounts ?? {})) {
    add('account', `ledgerEntries.stockAccounts.${group}`, account);
  }
  for (const [entities, { dueFromAccount, dueToAccount }] of Object.entries(ledgerEntries.interEntity)) {
    add('account', `ledgerEntries.interEntity.${entities}.dueFromAccount`, dueFromAccount);
    add('account', `ledgerEntries.interEntity.${entities}.dueToAccount`, dueToAccount);
  }
}

async function selectMasters(
  client: Pick<IntacctClient, 'query'>,
  named: readonly NamedMaster[],
): Promise<Map<string, IntacctRecord>> {
  const [first] = named;
  const rows = new Map<string, IntacctRecord>();
  if (first === undefined) return rows;
  const { object, keyField } = first;
  const currency = object === masters.entity.object ? ['CURRENCY'] : [];
  const values = [...new Set(named.map(({ key }) => key))];
  const request = {
    object,
    fields: [keyField, 'STATUS', ...currency],
    filter: { op: 'in' as const, field: keyField, values },
    showPrivate: true,
  };
  for await (const row of client.query(null, request)) rows.set(textOf(row, keyField), row);
  return rows;
}

function faultOf({ field, noun, key }: NamedMaster, row: IntacctRecord | undefined): Fault[] {
  const remedy = (act: string) => `${act} ${noun} ${key} in Intacct, or name another one in the profile`;
  if (row === undefined) {
    return [{ subject: field, what: `${noun} ${key} is not in Intacct`, remedy: remedy('create') }];
  }
  // An object without a status of its own answers with an empty one.
  const status = textOf(row, 'STATUS');
  if (status === '' || status === 'active') return [];
  const what = `${noun} ${key} is ${status} in Intacct`;
  return [{ subject: field, what, remedy: remedy('make active:'), isTolerable: true }];
}

function baseCurrencyFaults(profile: ImetalProfile, entities: ReadonlyMap<string, IntacctRecord>): Fault[] {
  return Object.entries(profile.branches).flatMap(([code, { entity, baseCurrency }]): Fault[] => {
    const row = entities.get(entity);
    const currency = row === undefined ? '' : textOf(row, 'CURRENCY');
    if (currency === '' || currency === baseCurrency) return [];
    return [
      {
        subject: `branches.${code}.baseCurrency`,
        what: `expected ${currency}, the base currency of entity ${entity} in Intacct, came ${baseCurrency}`,
        remedy: 'correct the base currency, or the entity, in the profile',
      },
    ];
  });
}

/** Intacct takes no journal between entities of different base currencies: a rule for such a pair only moves the refusal there. */
function pairFaults(profile: ImetalProfile, entities: ReadonlyMap<string, IntacctRecord>): Fault[] {
  const currencyOf = (entity: string) => textOf(entities.get(entity) ?? {}, 'CURRENCY');
  return Object.keys(profile.ledgerEntries.interEntity).flatMap((pair): Fault[] => {
    const [from = '', to = ''] = pair.split('>');
    const [giving, taking] = [currencyOf(from), currencyOf(to)];
    if (giving === '' || taking === '' || giving === taking) return [];
    return [
      {
        subject: `ledgerEntries.interEntity.${pair}`,
        what: `entity ${from} has base currency ${giving} in Intacct, entity ${to} ${taking}: Intacct takes no journal between them`,
        remedy: 'take the pair out of the profile; finance keys such transfers in',
        isTolerable: true,
      },
    ];
  });
}

function textOf(row: IntacctRecord, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}

export interface ProfileCheckDeps {
  profiles: CompanyProfiles;
  intacct: (company: string) => Promise<IntacctClient>;
  slots: RequestSlots;
  meter: CallMeter;
  log: Logger;
}

/**
 * What a worker does before it polls: throws ProfileError when a profile names what Intacct does not have. Of what is
 * inactive it warns, lest one inactive account stop every posting. Where Intacct cannot be asked it only warns, for invoices must wait for Intacct in their flows, and not for a worker that never starts.
 */
export async function refuseUnfitProfiles(deps: ProfileCheckDeps): Promise<void> {
  for (const company of await deps.profiles.companies()) {
    const profile = await deps.profiles.profile(company);
    let faults: Fault[];
    try {
      const client = queryInTurn(await deps.intacct(company), deps.slots, profile);
      const metered = { company, flow: 'profile-check', documentKey: null };
      faults = await deps.meter.during(metered, () => checkProfileAgainstIntacct(profile, client));
    } catch (error) {
      if (!isIntacctsWord(error)) throw error;
      deps.log.warn({ company, error: error.message }, 'profile not checked: Intacct cannot be asked');
      continue;
    }
    for (const { subject, what } of faults.filter((fault) => fault.isTolerable)) {
      deps.log.warn(
        { company, subject, what },
        'what the profile names is inactive: documents that use it will be parked',
      );
    }
    const blocking = faults.filter((fault) => !fault.isTolerable);
    if (blocking.length === 0) continue;
    const said = blocking.map(({ subject, what, remedy }) => `${subject}: ${what} (${remedy})`);
    throw new ProfileError(`profile of ${company} does not fit Intacct:\n  ${said.join('\n  ')}`);
  }
}

function isIntacctsWord(error: unknown): error is Error {
  return [Transport, RateLimited, Authentication, Rejected, UnexpectedResponse, OutcomeUnknown, NoRequestSlot].some(
    (verdict) => error instanceof verdict,
  );
}
