import type { ObjectDraft } from '../object-draft';
import { STATUS } from '../object-draft';

function termObject(name: string, label: string): ObjectDraft {
  return {
    name,
    label,
    naturalKey: 'NAME',
    fields: `NAME! <40, DESCRIPTION, STATUS, DUEDATE integer, DUEFROM, DISCDATE integer, DISCFROM, DISCAMOUNT amount, DISCPERCAMN,
      DISCFUDGEDAYS integer, PEN_TYPES, PENAMOUNT amount, PENPERCAMN, PENFUDGEDAYS integer, DISCCALCON`,
    words: STATUS,
    writable: ['update', 'delete'],
  };
}

/** Terms of payment and taxes (facts/intacct.md 8.4, 8.5). */
export const TERM_AND_TAX_OBJECTS: readonly ObjectDraft[] = [
  termObject('ARTERM', 'ARTerm'),
  termObject('APTERM', 'APTerm'),
  {
    name: 'TAXDETAIL',
    label: 'TaxDetail',
    naturalKey: 'DETAILID',
    fields: `DETAILID!, TAXUID, DESCRIPTION, TAXTYPE, VALUE amount, MINTAXABLE amount, MAXTAXABLE amount, INCLUDE, MINTAX amount,
      MAXTAX amount, GLACCOUNT, TAXAUTHORITY, STATUS, REVERSECHARGE boolean, TAXRATE, TAXSOLUTIONID`,
    words: { ...STATUS, TAXTYPE: ['Sale', 'Purchase'] },
    writable: [],
  },
];
