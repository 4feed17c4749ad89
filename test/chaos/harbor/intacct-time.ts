import { z } from 'zod';
import { askAdmin } from '../../../sandbox/admin-port';

const entrySchema = z.looseObject({
  RECORDNO: z.string(),
  ENTRYDATE: z.string(),
  QTY: z.string(),
  PROJECTID: z.string().default(''),
  ITEMID: z.string().default(''),
  TIMETYPE: z.string().default(''),
  NOTES: z.string().default(''),
  DESCRIPTION: z.string().default(''),
});
const timesheetSchema = z.looseObject({
  RECORDNO: z.string(),
  EMPLOYEEID: z.string(),
  BEGINDATE: z.string(),
  entries: z.array(entrySchema),
});
const employeeSchema = z.looseObject({
  employeeId: z.string(),
  contactName: z.string(),
  status: z.string(),
  birthDate: z.string().optional(),
  endDate: z.string().optional(),
  departmentId: z.string().optional(),
  positionId: z.string().optional(),
  earningTypeName: z.string().optional(),
});
const contactSchema = z.looseObject({
  contactName: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email1: z.string().optional(),
  phone1: z.string().optional(),
  cellphone: z.string().optional(),
});
const itemSchema = z.looseObject({ itemId: z.string(), glGroup: z.string().optional(), status: z.string() });
const companySchema = z.looseObject({
  employees: z.array(employeeSchema),
  contacts: z.array(contactSchema),
  items: z.array(itemSchema),
});
const chargeSchema = z.array(z.looseObject({ account: z.string(), item: z.string(), baseAmount: z.string() }));

/** A line of a timesheet as Intacct keeps it, with whose it is. */
export type TimeEntry = z.infer<typeof entrySchema> & { employeeId: string; timesheetKey: string };
/** Employees, their contacts and items, as finance keyed them in. */
export type HarborMasters = z.infer<typeof companySchema>;

/** What supervisors, the personnel office and the proof do at the admin port of Harbor Civil's Intacct. */
export interface IntacctTime {
  /** Throws with Intacct's words when it is refused. */
  act(name: string, body: object): Promise<void>;
  entries(): Promise<TimeEntry[]>;
  masters(): Promise<HarborMasters>;
  /** What an account gained, by item; debit positive, base currency. */
  chargesByItem(account: string): Promise<Map<string, string>>;
  loadCompany(company: object): Promise<void>;
}

/** The keyboard at an admin port. */
export function createIntacctTime(adminUrl: string): IntacctTime {
  return {
    async act(name, body) {
      await askAdmin(adminUrl, 'POST', `acts/${name}`, body);
    },
    async entries() {
      const timesheets = z.array(timesheetSchema).parse(await askAdmin(adminUrl, 'GET', 'timesheets'));
      return timesheets.flatMap(({ EMPLOYEEID: employeeId, RECORDNO: timesheetKey, entries }) =>
        entries.map((entry) => ({ ...entry, employeeId, timesheetKey })),
      );
    },
    masters: async () => companySchema.parse(await askAdmin(adminUrl, 'GET', 'company')),
    async chargesByItem(account) {
      const { rows } = z
        .object({ rows: chargeSchema })
        .parse(await askAdmin(adminUrl, 'GET', 'ledger?by=account,item'));
      return new Map(rows.filter((row) => row.account === account).map(({ item, baseAmount }) => [item, baseAmount]));
    },
    async loadCompany(company) {
      await askAdmin(adminUrl, 'PUT', 'company', company);
    },
  };
}
