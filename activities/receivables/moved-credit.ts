import { UnexpectedResponse } from '../../clients/errors';
import type { ImetalExposure, ImetalMasters } from '../../clients/imetal/imetal-masters';
import { type StoredReceivables, selectCustomerCodes, selectReceivablesPage } from '../../db/customer-receivables';
import { recordFeedSweep, secondsSinceSweep } from '../../db/feed-cursors';
import type { CompanyProfile } from '../../domain/company-profile';
import { compareAmounts } from '../../domain/money';
import { toFailure } from '../failure';
import { oneOfMany } from '../in-batches';
import { readGroupAccounts } from './group-accounts';
import type { TellOpenItemsDeps } from './tell-open-items';
import { touchOpenItems } from './touch-open-items';
import { isSamePosition, workOut } from './work-out';

const movedFeed = 'imetal/exposure';
// A query of iMetal for each five hundred customers; sales sees an order of a colleague a minute later at most.
const lookEverySeconds = 60;
const customersPerPage = 500;

/** The activity that looks at what sales sold meanwhile; it asks iMetal only. */
export interface MovedCreditActivities {
  /** Once a minute: touches customers whose open orders or unexported invoices are others than when iMetal was last told. */
  touchMovedCredit(request: { company: string }): Promise<number>;
}

/** Orders move what is left of a limit, and nothing in Intacct tells of them: iMetal's own totals do. */
export function createMovedCreditActivities(deps: TellOpenItemsDeps): MovedCreditActivities {
  return {
    async touchMovedCredit({ company }) {
      try {
        return await touchMovedCredit(deps, await deps.profiles.profile(company));
      } catch (error) {
        throw toFailure(error, movedFeed);
      }
    },
  };
}

async function touchMovedCredit(deps: TellOpenItemsDeps, profile: CompanyProfile): Promise<number> {
  const { company } = profile;
  const since = await secondsSinceSweep(deps.pool, company, movedFeed);
  if (since !== null && since < lookEverySeconds) return 0;
  let touched = 0;
  for (let after = ''; ; ) {
    const page = await selectReceivablesPage(deps.pool, company, after, customersPerPage);
    for (const stored of await movedOf(deps, company, page)) {
      const { customerId } = stored;
      await oneOfMany(customerId, async () => {
        if (!(await isOther(deps, profile, stored))) return;
        await touchOpenItems(deps, company, customerId, 'orders or invoices in iMetal', { asLastRead: true });
        touched += 1;
      });
    }
    after = page.at(-1)?.customerId ?? after;
    if (page.length < customersPerPage) break;
  }
  await recordFeedSweep(deps.pool, company, movedFeed, { unknownDocuments: 0, oldestUnknownAgeSeconds: null });
  return touched;
}

/** Those of whom iMetal's totals are not what was counted; some for a good reason, which a closer look tells. */
async function movedOf(
  deps: TellOpenItemsDeps,
  company: string,
  page: readonly StoredReceivables[],
): Promise<StoredReceivables[]> {
  const told = page.filter(({ toldAt, credit }) => toldAt !== null && credit.length > 0);
  const codes = await selectCustomerCodes(
    deps.pool,
    company,
    told.map(({ customerId }) => customerId),
  );
  const codeOf = ({ customerId }: StoredReceivables) => codes.get(customerId) ?? customerId;
  const exposures = await readEach(deps.imetalMasters(company), told.map(codeOf));
  return told.filter((stored) => {
    const [counted] = stored.credit;
    const now = exposures.get(codeOf(stored));
    if (counted === undefined || now === undefined) return false;
    return (
      compareAmounts(now.openOrders, counted.openOrders) !== 0 ||
      compareAmounts(now.unexportedInvoices, counted.unexportedInvoices) !== 0
    );
  });
}

/** One customer whose totals are not as documented must not keep the others' from being seen. */
async function readEach(imetal: ImetalMasters, codes: readonly string[]): Promise<Map<string, ImetalExposure>> {
  try {
    return await imetal.readExposures(codes);
  } catch (error) {
    if (!(error instanceof UnexpectedResponse)) throw error;
  }
  const read = new Map<string, ImetalExposure>();
  for (const code of codes) {
    await oneOfMany(code, async () => {
      for (const [found, exposure] of await imetal.readExposures([code])) read.set(found, exposure);
    });
  }
  return read;
}

async function isOther(deps: TellOpenItemsDeps, profile: CompanyProfile, stored: StoredReceivables): Promise<boolean> {
  const { company } = profile;
  const accounts = await readGroupAccounts(deps.pool, deps.imetalMasters(company), company, stored.groupId);
  const account = accounts.find((member) => member.stored.customerId === stored.customerId);
  if (account === undefined) return false;
  return !isSamePosition(stored.credit[0] ?? null, workOut(account, accounts, profile).customer);
}
