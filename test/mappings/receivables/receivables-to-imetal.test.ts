import { customerBalances } from '../../../mappings/receivables/customer-balances';
import { customerCredit } from '../../../mappings/receivables/customer-credit';
import { receivablesToImetal, type ToldReceivables } from '../../../mappings/receivables/receivables-to-imetal';
import { openItem } from './open-item';

const asOf = '2026-11-21T10:00:00.000Z';

function told(change: Partial<ToldReceivables> = {}, overdueDays = [30, 60, 90]): ToldReceivables {
  const items = change.items ?? [
    openItem(),
    openItem({
      kind: 'credit-memo',
      dueDate: null,
      openAmount: '-30.00',
      documentNumber: 'HOU-CRN-7',
      recordNumber: '2',
    }),
  ];
  const receivables = {
    customerId: 'C1',
    parentIds: [],
    creditLimit: '60',
    isOnHold: false,
    isActive: true,
    currency: 'USD',
    items: [...items],
    asOf,
  };
  const rule = { overdueDaysMax: null, defaultCurrency: 'USD', onDate: '2026-11-21' };
  return {
    customerCode: 'C1',
    groupCode: null,
    balances: customerBalances(items, { asOfDate: '2026-11-21', overdueDays }),
    items,
    credit: customerCredit('C1', [{ receivables, sold: null, unacknowledgedKeys: new Set() }], rule).customer,
    groupCredit: null,
    groupBalances: [],
    asOf,
    ...change,
  };
}

test('a customer with an overdue invoice and a credit becomes one header, a balance and two open items', () => {
  expect(receivablesToImetal(told(), 1)).toEqual({
    table: 'import_customer_balances',
    importNumber: 1,
    action: 'A',
    values: {
      customer_code: 'C1',
      as_of: asOf,
      currency_code: 'USD',
      credit_limit: '60.00',
      exposure: '70.00',
      available: '-10.00',
      over_extended: true,
      reason: 'over the limit of 60.00 USD by 10.00 USD',
      group_code: null,
      group_limit: null,
      group_exposure: null,
      group_available: null,
      group_over_extended: null,
      group_reason: null,
    },
    items: [
      {
        table: 'import_customer_balance_lines',
        currency_code: 'USD',
        total_due: '70.00',
        overdue_total: '100.00',
        overdue_1: '100.00',
        overdue_2: '0.00',
        overdue_3: '0.00',
        overdue_4: '0.00',
        pending_credits: '30.00',
        unapplied_cash: '0.00',
        group_total_due: null,
      },
      expect.objectContaining({ document_type: 'INV', document_number: 'HOU-DIV-104233', open_amount: '100.00' }),
      {
        table: 'import_open_items',
        document_number: 'HOU-CRN-7',
        document_type: 'CRN',
        document_date: '2026-10-21',
        due_date: null,
        currency_code: 'USD',
        document_amount: '-30.00',
        open_amount: '-30.00',
        base_open_amount: '-30.00',
        external_reference: '2',
        source_document_key: 'HOU-DIV-104233',
      },
    ],
  });
});

test("a paid-up customer's open items are replaced by none", () => {
  expect(receivablesToImetal(told({ items: [] }), 3)).toMatchObject({ importNumber: 3, items: [] });
});

test('of more than four ages the rest is in the fourth', () => {
  const items = [100, 130, 160].map((days) =>
    openItem({ dueDate: new Date(Date.parse('2026-11-21') - days * 86_400_000).toISOString().slice(0, 10) }),
  );
  const [balance] = receivablesToImetal(told({ items }, [30, 60, 90, 120, 150]), 1).items ?? [];
  expect(balance).toMatchObject({ overdue_1: '0.00', overdue_4: '300.00', overdue_total: '300.00' });
});

test("the group's balance stands beside the customer's in the same currency", () => {
  const groupBalances = [
    { currency: 'CAD', balanceDue: '5.00' },
    { currency: 'USD', balanceDue: '470.00' },
  ];
  const [balance, ofGroup] = receivablesToImetal(told({ groupBalances }), 1).items ?? [];
  expect(balance).toMatchObject({ total_due: '70.00', group_total_due: '470.00' });
  // The customer owes nothing in it, its group does.
  expect(ofGroup).toMatchObject({
    currency_code: 'CAD',
    total_due: '0.00',
    overdue_4: '0.00',
    group_total_due: '5.00',
  });
});

test('a document number that iMetal cannot hold is cut where a person sees it, and the record number is beside it', () => {
  const items = [openItem({ documentNumber: '2026-11 opening balance of Gulf Steel', recordNumber: '77' })];
  expect(receivablesToImetal(told({ items }), 1).items?.[1]).toMatchObject({
    document_number: '2026-11 opening balance of Gu…',
    external_reference: '77',
  });
});
