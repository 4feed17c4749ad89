import { customers, heldCustomerCode, type SampleCustomer, unknownCustomerCode } from './parties';
import type { BranchCode } from './places';
import type { Random } from './random';
import type { WrongFault } from './wrong-invoices';

/** One invoice to come: who, where, how large, and what is particular about it. */
export interface ScheduledInvoice {
  branch: BranchCode;
  type: 'DIV' | 'MIV' | 'INV';
  customer: SampleCustomer;
  addressCode: string;
  /** Charges in all. */
  lines: number;
  fault?: WrongFault;
  /** The header is a cent more than the lines. */
  oneCentOff?: true;
  /** The order goes on: the next invoice of the branch bills another despatch of it. */
  despatchesToFollow: number;
  withAdjustment: boolean;
}

/** From this many invoices on, the wrong, the large and the foreign ones are among them. */
export const fixedScheduleLength = 20;

type Fixed = [branch: BranchCode, customer: string, lines: number, particular?: Partial<ScheduledInvoice>];

// Order matters: the document numbers in `wrong-invoices.ts` follow from it.
const fixedSchedule: readonly Fixed[] = [
  ['HOU', 'C00102', 30, { addressCode: 'TULSA', withAdjustment: true }],
  ['HOU', unknownCustomerCode, 12, { fault: 'customer-unknown' }],
  ['HOU', heldCustomerCode, 9, { fault: 'customer-on-hold' }],
  ['TOR', 'C00122', 200],
  ['HOU', 'C00104', 14, { oneCentOff: true }],
  ['HOU', 'C00113', 7, { addressCode: 'YARD', fault: 'account-inactive' }],
  ['BHM', 'C00131', 200],
  ['HOU', 'C00105', 11, { fault: 'dimension-missing' }],
  ['TOR', 'C00119', 16, { fault: 'period-closed' }],
  ['BHM', 'C00133', 18, { fault: 'total-mismatch' }],
  ['HOU', 'C00110', 13, { addressCode: 'NOLA', fault: 'tax-unmapped' }],
  ['TOR', 'C00124', 8, { fault: 'number-taken' }],
  ['HOU', 'C00101', 2000],
  ['DAL', 'C00103', 200, { withAdjustment: true }],
  ['HOU', 'C00116', 22],
  ['HOU', 'C00117', 17],
  ['TOR', 'C00129', 25],
  ['BHM', 'C00139', 21],
  ['HOU', 'C00106', 6, { type: 'MIV' }],
  ['TOR', 'C00120', 28, { type: 'INV' }],
];

/** The particular invoice at `index` of a day that has them all; undefined behind the last. */
export function fixedInvoice(index: number): ScheduledInvoice | undefined {
  const fixed = fixedSchedule[index];
  if (fixed === undefined) return undefined;
  const [branch, customerCode, lines, particular] = fixed;
  return {
    ...plainInvoice(branch, customerByCode(customerCode), lines),
    ...particular,
  };
}

/** Any invoice: mostly 5 to 40 lines, mostly from despatches, some orders in several despatches. */
export function drawInvoice(random: Random, branchCode?: BranchCode): ScheduledInvoice {
  const branch = branchCode ?? random.pick(['HOU', 'HOU', 'HOU', 'HOU', 'DAL', 'TOR', 'TOR', 'BHM', 'BHM'] as const);
  const customer = random.pick(ordinaryCustomers(branch));
  const [addressCode] = random.pick(customer.addresses.filter(([code]) => code !== 'NOLA'));
  const type = random.pick(['DIV', 'DIV', 'DIV', 'DIV', 'DIV', 'DIV', 'DIV', 'DIV', 'MIV', 'INV'] as const);
  return {
    ...plainInvoice(branch, customer, random.chance(1) ? 200 : random.between(5, 40)),
    type,
    addressCode,
    despatchesToFollow: type === 'DIV' && random.chance(15) ? random.between(1, 2) : 0,
    withAdjustment: type === 'DIV' && random.chance(15),
  };
}

function plainInvoice(branch: BranchCode, customer: SampleCustomer, lines: number): ScheduledInvoice {
  const [addressCode] = customer.addresses[0];
  return { branch, type: 'DIV', customer, addressCode, lines, despatchesToFollow: 0, withAdjustment: false };
}

function ordinaryCustomers(branch: BranchCode): SampleCustomer[] {
  return customers.filter(
    (customer) =>
      customer.branch === branch && customer.code !== unknownCustomerCode && customer.code !== heldCustomerCode,
  );
}

function customerByCode(code: string): SampleCustomer {
  const customer = customers.find((candidate) => candidate.code === code);
  if (customer === undefined) throw new Error(`sample day: no customer ${code}`);
  return customer;
}
