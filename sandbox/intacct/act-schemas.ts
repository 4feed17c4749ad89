import { z } from 'zod';

const id = z.string().min(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const amount = z.string().regex(/^\d+(\.\d{1,2})?$/);
const rate = z.string().regex(/^\d+(\.\d+)?$/);

/** What is paid of what; the number of an invoice or of a debit memo. */
const target = { invoiceNumber: id.optional(), debitMemoNumber: id.optional(), amount };
const isOneTarget = (item: { invoiceNumber?: string | undefined; debitMemoNumber?: string | undefined }): boolean =>
  (item.invoiceNumber === undefined) !== (item.debitMemoNumber === undefined);
const ONE_TARGET = { message: 'either invoiceNumber or debitMemoNumber' };
const application = z.strictObject({ ...target, discount: amount.optional() }).refine(isOneTarget, ONE_TARGET);
const creditApplication = z.strictObject(target).refine(isOneTarget, ONE_TARGET);

const money = { amount, currency: id.optional(), exchangeRate: rate.optional() };
/** Where the money goes: a bank, else undeposited funds of the company file. */
const receipt = {
  customerId: id,
  entityId: id,
  ...money,
  method: id.default('EFT'),
  bankId: id.optional(),
  date,
  reference: z.string().max(45).optional(),
};
const document = {
  customerId: id,
  entityId: id,
  number: id,
  date,
  ...money,
  accountNo: id,
  departmentId: id.optional(),
  description: z.string().optional(),
  /** A tax detail on the whole amount; its tax is computed. */
  taxDetailId: id.optional(),
};
const reapplied = { customerId: id, date, apply: z.array(creditApplication).min(1) };

/** Finance's acts, each the body of one POST. Amounts are positive, whole cents, in document currency. */
export const actSchemas = {
  /** What is not applied becomes an over-payment, or an advance when nothing is applied or `remainder` says so. */
  payment: z.strictObject({
    ...receipt,
    apply: z.array(application).default([]),
    remainder: z.enum(['overpayment', 'advance']).optional(),
  }),
  advance: z.strictObject({ ...receipt, accountNo: id.optional(), departmentId: id.optional() }),
  /** The customer's oldest advance that is large enough, unless its key is given. */
  'apply-advance': z.strictObject({ ...reapplied, advanceKey: id.optional() }),
  'apply-overpayment': z.strictObject({ ...reapplied, paymentKey: id }),
  'apply-credit': z.strictObject({ ...reapplied, creditMemoNumber: id }),
  'reverse-payment': z.strictObject({
    paymentKey: id,
    date,
    nsf: z.boolean().default(false),
    description: z.string().optional(),
  }),
  'credit-memo': z.strictObject({ ...document, invoiceNumber: id.optional() }),
  'debit-memo': z.strictObject({ ...document, invoiceNumber: id.optional() }),
  /** A credit memo on an expense account, applied to the invoice at once. */
  'write-off': z.strictObject({ ...document, invoiceNumber: id }),
  invoice: z.strictObject({ ...document, dueDate: date.optional(), termName: id.optional() }),
  'reverse-invoice': z.strictObject({ customerId: id, invoiceNumber: id, date }),
};

export type ActName = keyof typeof actSchemas;
export type Act<Name extends ActName> = z.infer<(typeof actSchemas)[Name]>;
