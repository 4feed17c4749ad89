import { selectPauseStanding } from '../db/company-status';
import { selectCustomerCodes, selectReceivables } from '../db/customer-receivables';
import { selectExceptionHistory } from '../db/document-history';
import type { CreditPosition, CustomerBalance } from '../domain/open-items';
import { openItemsKey, openItemsWorkflowId } from '../workflows/open-items';
import { type ExceptionStory, exceptionStory } from './exception-story';
import { NegativeAnswer } from './exit-codes';
import type { Operator } from './operator';
import { webUiLink } from './output/web-ui-link';

/** `show` of a customer's open items as `--json` prints it. Moments are ISO 8601, amounts decimal texts. */
export interface OpenItemsStory {
  kind: 'open-items';
  company: string;
  /** As lists name it: `open-items/C00112`. */
  document: string;
  flow: 'open-items';
  /** `told`: iMetal shows what was last read. */
  state: 'told' | 'not-told' | 'parked';
  customerId: string;
  imetalCode: string | null;
  /** The topmost parent, or the customer itself; null when its receivables were never read. */
  groupId: string | null;
  readAt: string | null;
  toldAt: Date | null;
  openItems: number;
  balances: CustomerBalance[];
  credit: CreditPosition[];
  workflowId: string;
  webUi: string | null;
  companyPaused: string | null;
  exceptions: ExceptionStory[];
}

/** All that the hub knows of a customer's open items. Throws NegativeAnswer when it never read them. */
export async function readOpenItemsStory(operator: Operator, customerId: string): Promise<OpenItemsStory> {
  const company = await operator.company();
  const pool = operator.pool();
  const document = openItemsKey(customerId);
  const stored = (await selectReceivables(pool, company, [customerId])).get(customerId) ?? null;
  const exceptions = (await selectExceptionHistory(pool, company, document)).map(exceptionStory);
  if (stored === null && exceptions.length === 0) {
    throw new NegativeAnswer(
      `the hub has never read the receivables of ${customerId} of ${company}: it reads a customer's when they move, and all of them in a first load`,
    );
  }
  const codes = await selectCustomerCodes(pool, company, [customerId]);
  const pause = await selectPauseStanding(pool, company);
  const workflowId = openItemsWorkflowId(company, customerId);
  const readAt = stored?.receivables.asOf ?? null;
  const toldAt = stored?.toldAt ?? null;
  const isTold = readAt !== null && toldAt !== null && toldAt.getTime() >= Date.parse(readAt);
  const isParked = exceptions.some(({ closedAt }) => closedAt === null);
  return {
    kind: 'open-items',
    company,
    document,
    flow: 'open-items',
    state: isParked ? 'parked' : isTold ? 'told' : 'not-told',
    customerId,
    imetalCode: codes.get(customerId) ?? null,
    groupId: stored?.groupId ?? null,
    readAt,
    toldAt,
    openItems: stored?.receivables.items.length ?? 0,
    balances: stored?.balances ?? [],
    credit: stored?.credit ?? [],
    workflowId,
    webUi: webUiLink(operator.environment, workflowId),
    companyPaused: pause?.message ?? null,
    exceptions,
  };
}
