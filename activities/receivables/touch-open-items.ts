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
import type { CompanyProfiles } from '../../companies/company-profiles';
import { selectReceivables } from '../../db/customer-receivables';
import type { CompanyProfile } from '../../domain/company-profile';
import {
  type OpenItemsInput,
  openItems,
  openItemsKey,
  openItemsWorkflowId,
  touchedSignal,
} from '../../workflows/open-items';

export interface TouchOpenItemsDeps {
  client: Client;
  taskQueue: string;
  profiles: CompanyProfiles;
}

/**
 * Lets a customer's open items be read and told: wakes its flow when one runs, or starts it. Whatever says "this moved" ends here;
 * hundreds of touches are a few refreshes, and a customer that does not exist does no harm. `what` is for people: `ARPYMT 4711`.
 */
export async function touchOpenItems(
  deps: TouchOpenItemsDeps,
  company: string,
  customerId: string,
  what: string,
): Promise<string> {
  const options = openItemsStart(deps.taskQueue, await deps.profiles.profile(company), customerId);
  await deps.client.workflow.signalWithStart(openItems, {
    ...options,
    signal: touchedSignal,
    signalArgs: [{ what, at: new Date().toISOString() }],
  });
  return options.workflowId;
}

/** The same, where the hub has read the customer's receivables before: for what changes a credit position, but makes none. */
export async function touchKnownOpenItems(
  deps: TouchOpenItemsDeps & { pool: Pool },
  company: string,
  customerId: string,
  what: string,
): Promise<void> {
  const known = await selectReceivables(deps.pool, company, [customerId]);
  if (known.size > 0) await touchOpenItems(deps, company, customerId, what);
}

/** How the flow of a customer's open items is started, by whatever starts it. */
export function openItemsStart(taskQueue: string, { company, openItems: pace }: CompanyProfile, customerId: string) {
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
