import { z } from 'zod';
import type { FeedCursor } from '../../domain/feed-cursor';
import type { ImetalAddress, ImetalCompany } from './imetal-masters';
import { amountField, idField, optionalTextField, textField, timestampField, timestampText } from './row-fields';
import { companyTypeCodes, unconfirmed } from './schema';
import type { SelectRows } from './snapshot';

/** Columns of an address and what joins them, for everything that has an `address_id`. */
export const addressColumns = `
         address.id::text AS address_id,
         coalesce(address.address, '') AS address_text,
         address.town AS town,
         address.county AS county,
         address.postcode AS postcode,
         country.code AS country_code`;

/** The row's part of an address; `address_id` null when there is none. */
export const addressFields = {
  address_id: idField.nullable(),
  address_text: z.string(),
  town: optionalTextField,
  county: optionalTextField,
  postcode: optionalTextField,
  country_code: optionalTextField,
};

/** An address as iMetal keeps it, line feeds and all; null when there is none. */
export function toAddress(row: z.output<z.ZodObject<typeof addressFields>>): ImetalAddress | null {
  if (row.address_id === null) return null;
  return {
    text: row.address_text,
    town: row.town,
    county: row.county,
    postcode: row.postcode,
    countryCode: row.country_code,
  };
}

const companyRow = z
  .object({
    company_id: idField,
    code: textField,
    name: z.string(),
    active: z.boolean(),
    payment_hold: z.boolean(),
    credit_limit: amountField.nullable(),
    credit_comments: optionalTextField,
    short_name: optionalTextField,
    fax: optionalTextField,
    registration_number: optionalTextField,
    terms_code: optionalTextField,
    currency_code: textField,
    branch_code: textField,
    parent_code: optionalTextField,
    branch_codes: z.array(textField),
    telephone: optionalTextField,
    email: optionalTextField,
    tax_registration: optionalTextField,
    external_reference: optionalTextField,
    version: z.number().int(),
    modified_at: timestampField,
    ...addressFields,
  })
  .transform(
    (row): Omit<ImetalCompany, 'kind'> => ({
      companyId: row.company_id,
      code: row.code,
      name: row.name,
      isActive: row.active,
      paymentHold: row.payment_hold,
      creditLimit: row.credit_limit,
      creditComments: row.credit_comments,
      shortName: row.short_name,
      fax: row.fax,
      registrationNumber: row.registration_number,
      termsCode: row.terms_code,
      currencyCode: row.currency_code,
      branchCode: row.branch_code,
      parentCode: row.parent_code,
      branchCodes: row.branch_codes,
      telephone: row.telephone,
      email: row.email,
      address: toAddress(row),
      taxRegistration: row.tax_registration,
      externalReference: row.external_reference,
      version: row.version,
      modifiedAt: row.modified_at,
    }),
  );

/** A customer or supplier by its code, inactive ones too; null when there is none. */
export async function selectCompany(
  select: SelectRows,
  kind: ImetalCompany['kind'],
  code: string,
): Promise<ImetalCompany | null> {
  const rows = await select(
    companyRow,
    `SELECT company.id::text AS company_id,
         company.code AS code,
         company.name AS name,
         company.status <> 'D' AND company_status.code IS NOT DISTINCT FROM 'ACT' AS active,
         company.payment_hold IS TRUE AS payment_hold,
         credit_rules.credit_limit::text AS credit_limit,
         company.credit_comments AS credit_comments,
         company.short_name AS short_name,
         company.fax AS fax,
         company.registration_number AS registration_number,
         terms.code AS terms_code,
         currency.code AS currency_code,
         branch.code AS branch_code,
         parent.code AS parent_code,
         ARRAY(SELECT open_branch.code::text
                 FROM company_branches open
                 JOIN branches open_branch ON open_branch.id = open.branch_id
                WHERE open.company_id = company.id
                ORDER BY 1) AS branch_codes,
         company.telephone AS telephone,
         company.email AS email,
         company.tax_registration1 AS tax_registration,
         company.external_reference AS external_reference,
         company.version AS version,
         ${timestampText('company.mdate')} AS modified_at,${addressColumns}
    FROM companies company
    JOIN ${unconfirmed.companyTypes} type ON type.id = company.type_id
    LEFT JOIN ${unconfirmed.companyStatuses} company_status ON company_status.id = company.status_id
    LEFT JOIN company_credit_rules credit_rules ON credit_rules.id = company.company_credit_rules_id
    LEFT JOIN terms ON terms.id = company.terms_id
    LEFT JOIN currency_codes currency ON currency.id = company.currency_id
    LEFT JOIN branches branch ON branch.id = company.branch_id
    LEFT JOIN companies parent ON parent.id = company.parent_company_id
    LEFT JOIN addresses address ON address.id = company.address_id
    LEFT JOIN ${unconfirmed.countries} country ON country.id = address.country_id
   WHERE type.code = $1::text
     AND company.code = $2::text`,
    [companyTypeCodes[kind], code],
  );
  return rows[0] ? { kind, ...rows[0] } : null;
}

/** Codes of the kind that begin with the text; a deleted company still holds its code. */
export async function selectCompanyCodes(
  select: SelectRows,
  kind: ImetalCompany['kind'],
  beginsWith: string,
): Promise<string[]> {
  const rows = await select(
    z.object({ code: textField }),
    `SELECT company.code AS code
       FROM companies company
       JOIN ${unconfirmed.companyTypes} type ON type.id = company.type_id
      WHERE type.code = $1::text
        AND starts_with(company.code, $2::text)
      ORDER BY 1`,
    [companyTypeCodes[kind], beginsWith],
  );
  return rows.map(({ code }) => code);
}

// Whether iMetal touches a company when only its credit limit or address is edited is not known: the latest counts.
const changedAt = 'greatest(company.mdate, credit_rules.mdate, address.mdate)';

/** Customers and suppliers after the cursor, deleted ones too, ordered by the time of the last change and id, at most `limit`. */
export async function selectChangedCompanies(
  select: SelectRows,
  after: FeedCursor | null,
  limit: number,
): Promise<{ companyId: string; kind: ImetalCompany['kind']; code: string; cursor: FeedCursor }[]> {
  const rows = await select(
    z.object({ company_id: idField, company_type: z.enum(['C', 'S']), code: textField, modified_at: timestampField }),
    `SELECT company.id::text AS company_id,
         type.code::text AS company_type,
         company.code AS code,
         ${timestampText(changedAt)} AS modified_at
    FROM companies company
    JOIN ${unconfirmed.companyTypes} type ON type.id = company.type_id
    LEFT JOIN company_credit_rules credit_rules ON credit_rules.id = company.company_credit_rules_id
    LEFT JOIN addresses address ON address.id = company.address_id
   WHERE type.code = ANY ($1::text[])
     AND (${changedAt}, company.id) > ($2::timestamptz, $3::integer)
   ORDER BY ${changedAt}, company.id
   LIMIT $4::integer`,
    [Object.values(companyTypeCodes), after?.modifiedAt ?? '-infinity', after?.headerId ?? '0', limit],
  );
  return rows.map((row) => ({
    companyId: row.company_id,
    kind: row.company_type === companyTypeCodes.customer ? 'customer' : 'supplier',
    code: row.code,
    cursor: { modifiedAt: row.modified_at, headerId: row.company_id },
  }));
}
