import { selectLink, selectLinkBySource } from '../../db/links';
import { causeKey } from '../../domain/exception';
import type { IntacctTerm } from '../../domain/master-records';
import { codeLimits, tooLong } from '../../mappings/records/field-limits';
import type { RecordFields } from '../../mappings/records/record-fields';
import { mapTermToImetal, termFieldsOf, termImportValues, termRules } from '../../mappings/records/term-to-imetal';
import { chooseCode } from './choose-code';
import { goneInIntacct } from './gone-in-intacct';
import { linkedObjectOf, type RecordKind, type RecordLook, type RecordReaders } from './record-kind';

/** Terms of customers and terms of suppliers; one of each may be the same term in iMetal. */
export const receivablesTermKind = termKind('receivables');
export const payablesTermKind = termKind('payables');

function termKind(kind: 'receivables' | 'payables'): RecordKind {
  const isReceivables = kind === 'receivables';
  const self: RecordKind = {
    linkedObject: isReceivables ? 'ar-term' : 'ap-term',
    intacctObject: isReceivables ? 'ARTERM' : 'APTERM',
    inactive: { active: 'false' },
    causeKey: (name) => causeKey.term(name),
    async look(readers, name, link) {
      const term = await readers.intacct.readTerm(kind, name);
      if (term === null && link?.agreed == null) return { kind: 'nothing', outcome: 'gone', because: 'not in Intacct' };
      const modifiedAt = term?.modifiedAt ?? null;
      if (link === null && term?.isActive === false) {
        return { kind: 'nothing', outcome: 'filtered', because: 'inactive in Intacct', modifiedAt };
      }
      const own = isReceivables ? 'C' : 'S';
      const mapped = term === null ? null : mapTermToImetal(term, own);
      if (mapped?.kind === 'exceptions') return { ...mapped, modifiedAt };
      const code = link?.sourceId ?? (await chooseTermCode(readers, self, name));
      if (code === null) return codeFault(readers, kind, name, modifiedAt);
      const standing = await readers.imetal.readTerm(code);
      const imetal = standing === null ? null : termFieldsOf(standing);
      const twin = await readTwin(readers, kind, code);
      const ownFields = mapped?.kind === 'fields' ? mapped.fields : { ...link?.agreed, ...self.inactive };
      const fields = twin === null ? ownFields : withTwin(kind, ownFields, twin.fields);
      if (fields === null) return twinDiffers(kind, name, code, twin?.name ?? name, modifiedAt);
      return {
        kind: 'found',
        sourceId: code,
        intacct: term === null ? goneInIntacct(fields, {}) : { fields, modifiedAt: term.modifiedAt },
        imetal: imetal === null ? null : { fields: imetal, modifiedAt: '1970-01-01T00:00:00Z' },
        rules: termRules,
        recordNumber: term?.recordNumber ?? null,
        isWanted: fields.active === 'true',
        because: 'inactive in Intacct',
        importOf: (merged) => ({
          table: 'import_terms',
          action: standing === null ? 'A' : 'C',
          values: termImportValues(code, merged),
        }),
      };
    },
  };
  return self;
}

/** The profile's code for the term, or a short code of its own. */
async function chooseTermCode(readers: RecordReaders, kind: RecordKind, name: string): Promise<string | null> {
  const of = linkedObjectOf(kind, readers.profile.company);
  const named = readers.profile.masters.termCodes[name];
  const isFree = async (code: string) => {
    if (code === named) return true;
    const standing = await readers.imetal.readTerm(code);
    return (
      standing === null ||
      standing.external_reference === name ||
      (standing.external_reference === null && code === name)
    );
  };
  return chooseCode(readers.hub, of, named ?? name, codeLimits.term, isFree, (code) => code, name);
}

/** The other kind's term under the same code in iMetal, as Intacct has it now; null when there is none in use. */
async function readTwin(
  readers: RecordReaders,
  kind: IntacctTerm['kind'],
  code: string,
): Promise<{ name: string; fields: RecordFields } | null> {
  const { company } = readers.profile;
  const isReceivables = kind === 'receivables';
  const of = {
    company,
    object: isReceivables ? 'ap-term' : 'ar-term',
    intacctObject: isReceivables ? 'APTERM' : 'ARTERM',
  };
  const link = await selectLinkBySource(readers.hub, of, code);
  if (link?.agreed == null || link.standing === 'inactive') return null;
  const term = await readers.intacct.readTerm(isReceivables ? 'payables' : 'receivables', link.intacctId);
  if (term === null || !term.isActive) return null;
  const mapped = mapTermToImetal(term, isReceivables ? 'S' : 'C');
  return { name: term.name, fields: mapped.kind === 'fields' ? mapped.fields : {} };
}

/** One term for both when both have the same rule, in the words of the customers' one; null when they have not. */
function withTwin(kind: IntacctTerm['kind'], fields: RecordFields, twin: RecordFields): RecordFields | null {
  // The one that goes leaves the term to the other.
  if (fields.active !== 'true') return twin;
  if (!ruleFields.every((field) => fields[field] === twin[field])) return null;
  return { ...(kind === 'receivables' ? fields : twin), applies_to: 'B' };
}

const ruleFields = [
  'due_days',
  'due_month_ends',
  'settlement_days',
  'settlement_discount',
  'penalty_percentage',
  'penalty_period',
];

function twinDiffers(
  kind: string,
  name: string,
  code: string,
  twinName: string,
  modifiedAt: string | null,
): RecordLook {
  const other = kind === 'receivables' ? 'payables' : 'receivables';
  const expected = `the same rule as the ${other} term ${twinName}, which has code ${code}, or a code of its own in the profile`;
  return {
    kind: 'exceptions',
    modifiedAt,
    exceptions: [
      {
        code: 'CODE_TAKEN',
        field: 'code',
        expected,
        actual: 'another rule',
        message: `${kind} term ${name}: expected ${expected}`,
        causeKey: causeKey.term(twinName),
      },
    ],
  };
}

async function codeFault(
  readers: RecordReaders,
  kind: 'receivables' | 'payables',
  name: string,
  modifiedAt: string | null,
): Promise<RecordLook> {
  const subject = `${kind} term ${name}`;
  const named = readers.profile.masters.termCodes[name];
  if (named === undefined) {
    return {
      kind: 'exceptions',
      modifiedAt,
      exceptions: [tooLong(subject, 'code', name, 'a short code that is free', 'none')],
    };
  }
  const of = linkedObjectOf(kind === 'receivables' ? receivablesTermKind : payablesTermKind, readers.profile.company);
  const holder = await selectLinkBySource(readers.hub, of, named);
  const own = await selectLink(readers.hub, of, name);
  const expected = `code ${named}, which the profile gives it`;
  const actual = holder === null ? `code ${own?.sourceId ?? 'none'}` : `the code of ${holder.intacctId}`;
  const message = `${subject}: expected ${expected}, which is ${actual}`;
  return {
    kind: 'exceptions',
    modifiedAt,
    exceptions: [{ code: 'CODE_TAKEN', field: 'code', expected, actual, message, causeKey: null }],
  };
}
