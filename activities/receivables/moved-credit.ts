import { UnexpectedResponse } from '../../clients/errors';
import type { ImetalExposure, ImetalMasters } from '../../clients/imetal/imetal-masters';
import { imetalProfileOf } from '../../companies/company-profiles';
import { selectCustomerCodes, selectToldPositions, type ToldPosition } from '../../db/customer-receivables';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { compareAmounts } from '../../domain/money';
import { toFailure } from '../failure';
import { oneOfMany } from '../few-at-once';
import { sweepWhenDue } from '../sweep-when-due';
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
        const profile = await imetalProfileOf(deps.profiles, company);
        const due = { company, feed: movedFeed, everySeconds: lookEverySeconds };
        return await sweepWhenDue(deps.pool, due, () => touchMovedCredit(deps, profile));
      } catch (error) {
        throw toFailure(error, movedFeed);
      }
    },
  };
}

async function touchMovedCredit(deps: TellOpenItemsDeps, profile: ImetalProfile): Promise<number> {
  const { company } = profile;
  let touched = 0;
  for (let after = ''; ; ) {
    const page = await selectToldPositions(deps.pool, company, after, customersPerPage);
    for (const told of await movedOf(deps, company, page)) {
      const { customerId } = told;
      await oneOfMany(customerId, async () => {
        if (!(await isOther(deps, profile, told))) return;
        await touchOpenItems(deps, company, customerId, 'orders or invoices in iMetal', { asLastRead: true });
        touched += 1;
      });
    }
    after = page.at(-1)?.customerId ?? after;
    if (page.length < customersPerPage) return touched;
  }
}

/** Those of whom iMetal's totals are not what was counted; some for a good reason, which a closer look tells. */
async function movedOf(
  deps: TellOpenItemsDeps,
  company: string,
  told: readonly ToldPosition[],
): Promise<ToldPosition[]> {
  const codes = await selectCustomerCodes(
    deps.pool,
    company,
    told.map(({ customerId }) => customerId),
  );
  const codeOf = ({ customerId }: ToldPosition) => codes.get(customerId) ?? customerId;
  const exposures = await readEach(deps.imetalMasters(company), told.map(codeOf));
  return told.filter((position) => {
    const { counted } = position;
    const now = exposures.get(codeOf(position));
    if (now === undefined) return false;
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

async function isOther(deps: TellOpenItemsDeps, profile: ImetalProfile, told: ToldPosition): Promise<boolean> {
  const { company } = profile;
  const accounts = await readGroupAccounts(deps.pool, deps.imetalMasters(company), company, told.groupId);
  const account = accounts.find((member) => member.stored.customerId === told.customerId);
  if (account === undefined) return false;
  return !isSamePosition(told.counted, workOut(account, accounts, profile).customer);
}
