import { type Place, places, type TaxSlot } from './places';
import type { RowWriter } from './rows';

/** The day from which all rates of the sample company hold. */
const effectiveFrom = '2020-01-01';
/** Value added taxes are charged by suppliers too; US sales taxes are not. */
const valueAdded = /^(GST|HST|VAT|QST|PST)/;

/** Adds the authorities, rates and groups behind the places' taxes: for sales, and for purchases where suppliers charge them. */
export function addTaxes(writer: RowWriter): void {
  const listed: readonly Place[] = Object.values(places);
  const authorities = new Map<string, number>();
  const rates = new Map<string, TaxSlot>();
  for (const tax of listed.flatMap((place) => place.taxes)) rates.set(`${tax.authority}/${tax.taxClass}`, tax);
  for (const tax of rates.values()) {
    const known = authorities.get(tax.authority);
    const id =
      known ?? writer.add('tax_authorities', { code: tax.authority, description: `Authority ${tax.authority}` });
    authorities.set(tax.authority, id);
    for (const type of taxTypes(tax)) addRate(writer, id, tax, type);
  }
  const groups = new Map(listed.filter(({ taxes }) => taxes.length > 0).map((place) => [place.taxGroup, place]));
  for (const place of groups.values()) {
    for (const type of place.taxes.every((tax) => valueAdded.test(tax.authority)) ? ['S', 'P'] : ['S']) {
      addGroup(writer, place, type);
    }
  }
}

function taxTypes(tax: TaxSlot): ('S' | 'P')[] {
  return valueAdded.test(tax.authority) ? ['S', 'P'] : ['S'];
}

function addRate(writer: RowWriter, authorityId: number, tax: TaxSlot, type: 'S' | 'P'): void {
  writer.add('tax_rates', {
    tax_authority_id: authorityId,
    tax_class: tax.taxClass,
    tax_type: type,
    description: `${tax.authority} ${tax.taxClass === 1 ? 'standard' : 'zero-rated'}`,
    rate: tax.ratePercent,
    effective_from: effectiveFrom,
  });
}

function addGroup(writer: RowWriter, place: Place, type: string): void {
  const columns: Record<string, string | number | null> = { code: place.taxGroup, description: place.taxGroup };
  for (const slot of [1, 2, 3, 4, 5]) {
    const tax = place.taxes.find((candidate) => candidate.slot === slot);
    columns[`authority${slot}`] = tax?.authority ?? null;
    columns[`class${slot}`] = tax?.taxClass ?? null;
  }
  writer.add('tax_groups', { ...columns, tax_type: type });
}
