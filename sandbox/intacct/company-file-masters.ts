import { z } from 'zod';

/** A name or code that must be there. */
export const id = z.string().min(1);
/** A plain decimal. */
export const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
/** Active unless said otherwise. */
export const status = z.enum(['active', 'inactive']).default('active');
const unit = z.enum(['$', '%']);
const days = z.number().int().min(0);

/** A term of payment of either side; words as Intacct's (facts/intacct.md 8.4), not checked, so that a strange one can be keyed in. */
export const termItem = z.strictObject({
  name: id,
  description: z.string().optional(),
  /** Days, or the day of the month that `dueFrom` names. */
  dueDays: z.number().int(),
  dueFrom: id.default('from invoice/bill date'),
  discountDays: days.optional(),
  discountFrom: id.optional(),
  discountAmount: amount.optional(),
  discountUnit: unit.optional(),
  discountGraceDays: days.optional(),
  /** `Line items total`, `Invoice total`, `Bill total`. */
  discountCalculatedOn: id.optional(),
  penaltyType: id.optional(),
  penaltyAmount: amount.optional(),
  penaltyUnit: unit.optional(),
  penaltyGraceDays: days.optional(),
  status,
});

/** A tax detail; one for purchases has its input account in `accountNo`. */
export const taxDetailItem = z
  .strictObject({
    detailId: id,
    ratePercent: amount,
    accountNo: id,
    entityId: id.optional(),
    description: z.string().optional(),
    taxType: z.enum(['Sale', 'Purchase']).default('Sale'),
    authority: id.optional(),
    taxSolutionId: id.optional(),
    /** The tax is owed and reclaimed at once: owed at `accountNo`, reclaimed at `inputAccountNo`, and the vendor gets none of it. */
    reverseCharge: z.boolean().optional(),
    inputAccountNo: id.optional(),
    status,
  })
  .refine((detail) => !detail.reverseCharge || detail.inputAccountNo !== undefined, {
    message: 'a reverse charge needs inputAccountNo',
  });

/** Tax details that are charged together. */
export const taxScheduleItem = z.strictObject({
  scheduleId: id,
  description: z.string().optional(),
  taxType: z.enum(['Sale', 'Purchase']).default('Sale'),
  detailIds: z.array(id).default([]),
  status,
});

const addressFields = {
  address1: z.string().optional(),
  address2: z.string().optional(),
  address3: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  zip: z.string().optional(),
  country: z.string().optional(),
  /** ISO 3166-1 alpha-2. */
  countryCode: z.string().optional(),
};
const personFields = {
  companyName: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  phone1: z.string().optional(),
  cellphone: z.string().optional(),
  email1: z.string().optional(),
  taxId: z.string().optional(),
};

/** A contact of its own; the display contacts of customers and vendors are made with them. */
export const contactItem = z.strictObject({
  contactName: id,
  printAs: id,
  ...personFields,
  ...addressFields,
  address1: z.string().default(''),
  address2: z.string().default(''),
  city: z.string().default(''),
  state: z.string().default(''),
  zip: z.string().default(''),
  countryCode: z.string().default(''),
  status,
});

const partyFields = {
  name: id,
  parentId: id.optional(),
  status,
  onHold: z.boolean().default(false),
  currency: id.optional(),
  termName: id.optional(),
  creditLimit: amount.optional(),
  taxId: id.optional(),
  glGroup: id.optional(),
  comments: z.string().optional(),
  objectRestriction: z.enum(['Unrestricted', 'RootOnly', 'Restricted']).optional(),
  restrictedLocations: z.array(id).optional(),
  /** Entity that owns the record privately. */
  entityId: id.optional(),
  /** The contact that Intacct makes with the party; printAs is the name unless said otherwise. */
  displayContact: z.strictObject({ printAs: id.optional(), ...personFields, ...addressFields }).optional(),
  contactInfo: id.optional(),
  /** Further contacts by category. */
  contactList: z.array(z.strictObject({ category: id, contactName: id })).optional(),
  /** Tenant's own fields; the settings must name them (`customFields` of the company file does). */
  customFields: z.record(id, z.string()).optional(),
};

/** A customer; contacts named must be in `contacts`. */
export const customerItem = z.strictObject({
  customerId: id,
  ...partyFields,
  customerType: id.optional(),
  billTo: id.optional(),
  shipTo: id.optional(),
});

/** A vendor; its terms are in `apTerms`. */
export const vendorItem = z.strictObject({
  vendorId: id,
  ...partyFields,
  vendorType: id.optional(),
  payTo: id.optional(),
  returnTo: id.optional(),
});

/** An account of quantities (facts/intacct.md 8.9). */
export const statisticalAccountItem = z.strictObject({ accountNo: id, title: id, status });

/** A journal of quantities. */
export const statisticalJournalItem = z.strictObject({ symbol: id, title: id, status });
