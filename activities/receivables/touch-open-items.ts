import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Pool } from 'pg';
import {
  Company,
  DocumentNumber,
  Flow,
  Party,
  PostingStatus,
  SourceSystem,
} from '../../clients/temporal/search-attributes';
import { type CompanyProfiles, imetalProfileOf } from '../../companies/company-profiles';
import { selectReceivables } from '../../db/customer-receivables';
import { selectFirstLoad } from '../../db/first-loads';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { type OpenItemsInput, openItems, openItemsKey, openItemsWorkflowId } from '../../workflows/open-items';
import { type Touch, touchedSignal } from '../../workflows/open-items-bell';

export interface TouchOpenItemsDeps {
  client: Client;
  taskQueue: string;
  profiles: CompanyProfiles;
}

/**
 * Lets a customer's open items be read and told: wakes its flow when one runs, or starts it. Whatever says "this moved" ends here;
 * hundreds of touches are a few refreshes, and a customer that does not exist does no harm. `what` is for people: `ARPYMT 4711`;
 * `asLastRead` where Intacct need not be read again.
 */
export async function touchOpenItems(
  deps: TouchOpenItemsDeps,
  company: string,
  customerId: string,
  what: string,
  { asLastRead = false }: Pick<Touch, 'asLastRead'> = {},
): Promise<string> {
  const options = openItemsStart(deps.taskQueue, await imetalProfileOf(deps.profiles, company), customerId);
  await deps.client.workflow.signalWithStart(openItems, {
    ...options,
    signal: touchedSignal,
    signalArgs: [{ what, at: new Date().toISOString(), ...(asLastRead ? { asLastRead } : {}) }],
  });
  return options.workflowId;
}

/**
 * The same, for what changes a credit position: of customers that the hub has read, and of new ones once the first load is through.
 * Before, it will read them a hundred at a time.
 */
export async function touchChangedCustomer(
  deps: TouchOpenItemsDeps & { pool: Pool },
  company: string,
  customerId: string,
  what: string,
): Promise<void> {
  const known = await selectReceivables(deps.pool, company, [customerId]);
  const isDue = known.size > 0 || (await selectFirstLoad(deps.pool, company, 'open-items'))?.isFinished === true;
  if (isDue) await touchOpenItems(deps, company, customerId, what);
}

/** How the flow of a customer's open items is started, by whatever starts it. */
export function openItemsStart(taskQueue: string, { company, openItems: pace }: ImetalProfile, customerId: string) {
  const { quietSeconds, quietSecondsMax } = pace;
  const args: [OpenItemsInput] = [{ company, customerId, quietSeconds, quietSecondsMax }];
  return {
    workflowId: openItemsWorkflowId(company, customerId),
    taskQueue,
    args,
    staticSummary: `open items of ${customerId}`.slice(0, 150),
    staticDetails: `Intacct's open items, balances and credit position of customer ${customerId} of ${company}, told to iMetal`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: Company, value: company },
      { key: Flow, value: 'open-items' },
      { key: SourceSystem, value: 'intacct' },
      { key: DocumentNumber, value: openItemsKey(customerId) },
      { key: Party, value: customerId },
      { key: PostingStatus, value: 'posting' },
    ]),
  };
}
