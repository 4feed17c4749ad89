import { z } from 'zod';
import { absoluteAmount } from '../../domain/money';
import type { CustomerReceivables, OpenItem } from '../../domain/open-items';
import { changedRows } from './change-feed';
import { amountField, parseRow } from './gateway-rows';
import type { IntacctClient } from './intacct-client';
import type { IntacctReceivables, OpenAmount } from './intacct-receivables';
import { sessionEntity } from './look-ups';
import {
  type CustomerCredit,
  customerCreditFrom,
  customersById,
  openAmountFrom,
  openItemFrom,
  openRowsBehind,
  openRowsOf,
  receivablesObjects,
} from './open-item-records';
import { optionalTextAt, textAt } from './record-values';

/** Customers of one reading: with more, an answer grows past what a page should hold. */
export const customersPerReadingMax = 100;

const openAmountRow = z.object({ TRX_TOTALDUE: amountField, STATE: z.string() });

/**
 * Receivables of one company over its gateway client, read at the top level over all entities (facts 7, 8.6, 8.7, 8.10).
 * A reading is one request of five queries (the customers, and each object that can be open), five API transactions, and
 * one more query for each generation of parents that is not among the customers. Throws verdicts of `clients/errors.ts`,
 * RangeError for more than 100 customers.
 */
export function createIntacctReceivables(
  client: IntacctClient,
  now: () => Date = () => new Date(),
): IntacctReceivables {
  const readMany = (customerIds: readonly string[]) => readReceivables(client, customerIds, now().toISOString());
  return {
    async readReceivables(customerId) {
      return (await readMany([customerId])).get(customerId) ?? null;
    },
    readManyReceivables: readMany,
    async listChangedReceivables(object, after, limit) {
      const changed = await changedRows(client, object, ['CUSTOMERID'], after, limit);
      return changed.map(({ recordNumber, modifiedAt, row }) => ({
        object,
        recordNumber,
        customerId: textAt(row, 'CUSTOMERID'),
        modifiedAt,
      }));
    },
    async listOpenAmounts(object, after, limit) {
      const open: OpenAmount[] = [];
      let rows = 0;
      for await (const row of client.query(null, { ...openRowsBehind(object, after), pageSize: limit })) {
        const amount = openAmountFrom(object, row);
        if (amount !== null) open.push(amount);
        rows += 1;
        if (rows === limit) return { open, next: textAt(row, 'RECORDNO') };
      }
      return { open, next: null };
    },
    async findCustomerOf(object, recordNumber) {
      const filter = { op: 'equalto' as const, field: 'RECORDNO', value: recordNumber };
      // Not `read`: that may refuse a key that is gone, and sees no record of an entity from the top level (facts 4.2, 7).
      const request = { object, fields: ['RECORDNO', 'CUSTOMERID'], filter, showPrivate: true };
      for await (const row of client.query(null, request)) return optionalTextAt(row, 'CUSTOMERID');
      return null;
    },
    async readOpenAmount(object, entityId, recordNumber) {
      const filter = { op: 'equalto' as const, field: 'RECORDNO', value: recordNumber };
      const fields = ['RECORDNO', ...Object.keys(openAmountRow.shape)];
      for await (const row of client.query(sessionEntity(entityId), { object, fields, filter })) {
        const { TRX_TOTALDUE, STATE } = parseRow(openAmountRow, row, `intacct query ${object} ${recordNumber}`);
        return { openAmount: absoluteAmount(TRX_TOTALDUE), state: STATE };
      }
      return null;
    },
  };
}

async function readReceivables(
  client: IntacctClient,
  customerIds: readonly string[],
  asOf: string,
): Promise<Map<string, CustomerReceivables>> {
  const asked = [...new Set(customerIds)];
  if (asked.length > customersPerReadingMax) {
    throw new RangeError(`${asked.length} customers in one reading, expected at most ${customersPerReadingMax}`);
  }
  if (asked.length === 0) return new Map();
  const [customerRows = [], ...openRows] = await client.queryTogether(null, [
    customersById(asked),
    ...receivablesObjects.map((object) => openRowsOf(object, asked)),
  ]);
  const customers = customerRows.map(customerCreditFrom);
  const items = new Map<string, OpenItem[]>(customers.map(({ customerId }) => [customerId, []]));
  for (const [index, object] of receivablesObjects.entries()) {
    for (const row of openRows[index] ?? []) {
      const found = openItemFrom(object, row);
      if (found !== null) items.get(found.customerId)?.push(found.item);
    }
  }
  const parents = await parentsOf(client, customers);
  return new Map(
    customers.map(({ parentId, ...customer }) => [
      customer.customerId,
      {
        ...customer,
        parentIds: ancestors(customer.customerId, parents),
        items: items.get(customer.customerId) ?? [],
        asOf,
      },
    ]),
  );
}

// Generation by generation, all customers of one at once; every customer is asked for once, so that a loop ends too.
async function parentsOf(
  client: IntacctClient,
  customers: readonly CustomerCredit[],
): Promise<ReadonlyMap<string, string | null>> {
  const parents = new Map(customers.map(({ customerId, parentId }) => [customerId, parentId]));
  for (;;) {
    const unknown = [...new Set(parents.values())].filter((id): id is string => id !== null && !parents.has(id));
    if (unknown.length === 0) return parents;
    // A parent that is not found has no parent that could be known.
    for (const id of unknown) parents.set(id, null);
    for await (const row of client.query(null, customersById(unknown))) {
      const { customerId, parentId } = customerCreditFrom(row);
      parents.set(customerId, parentId);
    }
  }
}

// From the parent up; a loop ends where it would begin again.
function ancestors(customerId: string, parents: ReadonlyMap<string, string | null>): string[] {
  const path: string[] = [];
  const seen = new Set([customerId]);
  let next = parents.get(customerId) ?? null;
  while (next !== null && !seen.has(next)) {
    path.push(next);
    seen.add(next);
    next = parents.get(next) ?? null;
  }
  return path;
}
