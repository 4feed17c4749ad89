import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { parse } from 'yaml';
import { z } from 'zod';
import { formatCents } from '../../domain/money';
import { askAdmin } from '../../sandbox/admin-port';

const status = z.string();
const displayContact = z.looseObject({ address1: z.string().optional() }).optional();
const partySchema = z.looseObject({
  name: z.string(),
  status,
  onHold: z.boolean(),
  creditLimit: z.string().optional(),
  currency: z.string().optional(),
  termName: z.string().optional(),
  parentId: z.string().optional(),
  taxId: z.string().optional(),
  objectRestriction: z.string().optional(),
  restrictedLocations: z.array(z.string()).optional(),
  displayContact,
});
const companySchema = z.looseObject({
  customers: z.array(partySchema.extend({ customerId: z.string() })),
  vendors: z.array(partySchema.extend({ vendorId: z.string(), vendorType: z.string().optional() })),
  contacts: z.array(
    z.looseObject({ contactName: z.string(), phone1: z.string().optional(), address1: z.string(), status }),
  ),
  terms: z.array(z.looseObject({ name: z.string(), dueDays: z.number(), dueFrom: z.string(), status })),
  taxDetails: z.array(z.looseObject({ detailId: z.string(), ratePercent: z.string(), status })),
});
type Company = z.infer<typeof companySchema>;
type Party = z.infer<typeof partySchema>;

const imetalRowSchema = z.object({ id: z.string(), said: z.string() });
const profileSchema = z.looseObject({
  branches: z.record(z.string(), z.looseObject({ entity: z.string(), location: z.string(), baseCurrency: z.string() })),
  masters: z.looseObject({
    defaultBranch: z.string(),
    tradeVendors: z.looseObject({ vendorTypes: z.array(z.string()).optional() }),
  }),
});

type Profile = z.infer<typeof profileSchema>;

/** A record of which both systems do not say the same; null is the side that should not have it, or lacks it. */
export interface MasterDifference {
  /** As exceptions name it, but for contacts: `CUSTOMER/C00123`. */
  record: string;
  intacct: string | null;
  imetal: string | null;
}

/** How many records of a kind both systems were asked for, and what differs. */
export interface MastersTieOut {
  compared: number;
  differences: MasterDifference[];
}

/**
 * Compares what both systems say of customers, trade vendors, ship-to addresses, customers' terms and tax rates, read by the admin port
 * and by SQL, without the hub's links or mappings; and finds the customers and suppliers open in iMetal that finance has closed, or that
 * are none of operations' business. What is wrong on purpose differs, and has an exception.
 */
export async function readMastersOfBoth(
  adminUrl: string,
  live: Pool,
  companiesDirectory: string,
): Promise<MastersTieOut> {
  const company = companySchema.parse(await askAdmin(adminUrl, 'GET', 'company'));
  const profile = profileSchema.parse(parse(readFileSync(join(companiesDirectory, 'gulf-metals.yaml'), 'utf8')));
  const expected = [
    ...expectedCustomers(company, profile),
    ...expectedVendors(company, profile),
    ...expectedShipTos(company),
    ...expectedTerms(company),
    ...expectedTaxes(company),
  ];
  const imetal = await readImetalSays(live);
  const differences = expected.flatMap(({ id, said }): MasterDifference[] => {
    const shown = imetal.get(id) ?? null;
    return shown === said ? [] : [{ record: id, intacct: said, imetal: shown }];
  });
  const known = new Set(expected.map(({ id }) => id));
  const beyond = [...imetal]
    .filter(([id]) => /^(CUSTOMER|VENDOR)\//.test(id) && !known.has(id))
    .map(([record, said]): MasterDifference => ({ record, intacct: null, imetal: said }));
  return { compared: expected.length, differences: [...differences, ...beyond] };
}

type Said = z.infer<typeof imetalRowSchema>;

function expectedCustomers({ customers }: Company, profile: Profile): Said[] {
  return customers
    .filter(({ status: standing, objectRestriction }) => standing === 'active' && objectRestriction !== 'RootOnly')
    .map((customer) => {
      const { creditLimit, displayContact: contact, parentId, taxId } = customer;
      const limit = creditLimit === undefined ? '' : formatCents(creditLimit);
      const said = [
        ...saidOfParty(customer, profile),
        `limit ${limit}`,
        `parent ${parentId ?? ''}`,
        `tax id ${taxId ?? ''}`,
        contact?.address1 ?? '',
      ];
      return { id: `CUSTOMER/${customer.customerId}`, said: said.join(' · ') };
    });
}

function expectedVendors({ vendors }: Company, profile: Profile): Said[] {
  const tradeTypes = profile.masters.tradeVendors.vendorTypes ?? [];
  return vendors
    .filter(({ vendorType, status: standing }) => standing === 'active' && tradeTypes.includes(vendorType ?? ''))
    .map((vendor) => ({ id: `VENDOR/${vendor.vendorId}`, said: saidOfParty(vendor, profile).join(' · ') }));
}

function saidOfParty(party: Party, profile: Profile): string[] {
  const { name, onHold, currency, termName, objectRestriction, restrictedLocations } = party;
  const places = objectRestriction === 'Restricted' ? (restrictedLocations ?? []) : [];
  const branches = Object.entries(profile.branches)
    .filter(([, { entity, location }]) => places.includes(entity) || places.includes(location))
    .map(([code]) => code)
    .sort();
  const ownCurrency = currency ?? profile.branches[profile.masters.defaultBranch]?.baseCurrency ?? '';
  return [name, `hold ${onHold}`, ownCurrency, termName ?? '', `branches ${branches.join(',')}`];
}

/** By the name that the profile gives ship-to contacts; other contacts go by names of their own. */
function expectedShipTos({ contacts }: Company): Said[] {
  return contacts
    .filter(({ contactName, status: standing }) => /^C\d+-[A-Z0-9]+$/.test(contactName) && standing === 'active')
    .filter(({ contactName }) => !/-P\d+$/.test(contactName))
    .map(({ contactName, phone1, address1 }) => ({
      id: `SHIPTO/${contactName}`,
      said: `${phone1 ?? ''} · ${address1}`,
    }));
}

function expectedTerms({ terms }: Company): Said[] {
  return terms
    .filter(({ status: standing, dueFrom }) => standing === 'active' && dueFrom === 'from invoice/bill date')
    .map(({ name, dueDays }) => ({ id: `ARTERM/${name}`, said: `${dueDays} days` }));
}

function expectedTaxes({ taxDetails }: Company): Said[] {
  return taxDetails
    .filter(({ status: standing }) => standing === 'active')
    .map(({ detailId, ratePercent }) => ({ id: `TAXDETAIL/${detailId}`, said: `${Number(ratePercent)}%` }));
}

async function readImetalSays(live: Pool): Promise<Map<string, string>> {
  const { rows } = await live.query(
    `select case type.code when 'C' then 'CUSTOMER/' else 'VENDOR/' end || company.external_reference as id,
        concat_ws(' · ', company.name, 'hold ' || company.payment_hold, currency.code, coalesce(terms.external_reference, ''),
          'branches ' || coalesce((select string_agg(branch.code, ',' order by branch.code) from company_branches open
            join branches branch on branch.id = open.branch_id where open.company_id = company.id and open.status = 'A'), ''),
          case type.code when 'C' then concat_ws(' · ', 'limit ' || coalesce(rules.credit_limit::text, ''),
            'parent ' || coalesce(parent.external_reference, ''), 'tax id ' || coalesce(company.tax_registration1, ''),
            coalesce(split_part(address.address, E'\\n', 1), '')) end) as said
      from companies company
      join company_types type on type.id = company.type_id
      join company_statuses standing on standing.id = company.status_id and standing.code = 'ACT'
      join currency_codes currency on currency.id = company.currency_id
      left join terms on terms.id = company.terms_id
      left join companies parent on parent.id = company.parent_company_id
      left join company_credit_rules rules on rules.id = company.company_credit_rules_id
      left join addresses address on address.id = company.address_id
      where company.external_reference is not null
     union all
     select 'SHIPTO/' || customer.code || '-' || shipto.code,
        concat_ws(' · ', coalesce(shipto.telephone, ''), coalesce(split_part(address.address, E'\\n', 1), ''))
      from company_sub_addresses shipto
      join companies customer on customer.id = shipto.company_id
      left join addresses address on address.id = shipto.address_id where shipto.status = 'A'
     union all
     select 'ARTERM/' || external_reference, due_days || ' days' from terms
      where external_reference is not null and active and applies_to in ('C', 'B')
     union all
     select 'TAXDETAIL/' || external_reference, rate::float8 || '%' from tax_rates
      where external_reference is not null and active and effective_to is null`,
  );
  return new Map(rows.map((row) => imetalRowSchema.parse(row)).map(({ id, said }) => [id, said]));
}
