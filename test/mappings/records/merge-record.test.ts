import fc from 'fast-check';
import { mergeRecord } from '../../../mappings/records/merge-record';
import type { FieldRule, RecordFields } from '../../../mappings/records/record-fields';

const fieldNames = ['name', 'telephone', 'town', 'isActive'];
const value = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null });
const fields = fc.record(Object.fromEntries(fieldNames.map((name) => [name, value]))) as fc.Arbitrary<RecordFields>;
const rule = fc.constantFrom<FieldRule>('only-intacct', 'intacct', 'imetal', 'last-writer');
const rules = fc.record(Object.fromEntries(fieldNames.map((name) => [name, rule])));
const lastWriter = fc.constantFrom<'intacct' | 'imetal'>('intacct', 'imetal');
const sides = fc.record({
  intacct: fields,
  imetal: fields,
  agreed: fc.option(fields, { nil: null }),
  rules,
  lastWriter,
});

describe('what is merged', () => {
  test('is what one side changed since both were in step', () => {
    const agreed = { town: 'Houston', telephone: '1' };
    expect(
      mergeRecord({
        intacct: { town: 'Dallas', telephone: '1' },
        imetal: { town: 'Houston', telephone: '2' },
        agreed,
        rules: {},
        lastWriter: 'intacct',
      }),
    ).toEqual({
      merged: { town: 'Dallas', telephone: '2' },
      toIntacct: { telephone: '2' },
      toImetal: { town: 'Dallas' },
      conflicts: [],
    });
  });

  test.each<[FieldRule, 'intacct' | 'imetal', string, 'owner' | 'last writer']>([
    ['intacct', 'imetal', 'Dallas', 'owner'],
    ['imetal', 'intacct', 'Austin', 'owner'],
    ['last-writer', 'imetal', 'Austin', 'last writer'],
    ['last-writer', 'intacct', 'Dallas', 'last writer'],
  ])('is settled by rule %s when both changed one field, last %s', (by, last, kept, how) => {
    const { merged, conflicts } = mergeRecord({
      intacct: { town: 'Dallas' },
      imetal: { town: 'Austin' },
      agreed: { town: 'Houston' },
      rules: { town: by },
      lastWriter: last,
    });
    expect(merged).toEqual({ town: kept });
    expect(conflicts).toEqual([
      {
        field: 'town',
        agreedValue: 'Houston',
        intacctValue: 'Dallas',
        imetalValue: 'Austin',
        kept: kept === 'Dallas' ? 'intacct' : 'imetal',
        rule: how,
      },
    ]);
  });

  test('puts back what operations changed of a field that is finance alone, and logs it', () => {
    const merged = mergeRecord({
      intacct: { creditLimit: '5000.00' },
      imetal: { creditLimit: '9000.00' },
      agreed: { creditLimit: '5000.00' },
      rules: { creditLimit: 'only-intacct' },
      lastWriter: 'imetal',
    });
    expect(merged).toMatchObject({
      toImetal: { creditLimit: '5000.00' },
      toIntacct: {},
      conflicts: [{ kept: 'intacct', rule: 'owner' }],
    });
  });

  test('at a first meeting takes what only one side knows, without a conflict', () => {
    const merged = mergeRecord({
      intacct: { email: null, town: 'Houston' },
      imetal: { email: 'dock@gulf.example', town: null },
      agreed: null,
      rules: {},
      lastWriter: 'intacct',
    });
    expect(merged).toMatchObject({
      toIntacct: { email: 'dock@gulf.example' },
      toImetal: { town: 'Houston' },
      conflicts: [],
    });
  });

  test('goes whole to the side that has no record yet', () => {
    const merged = mergeRecord({
      intacct: { town: 'Houston', email: null },
      imetal: null,
      agreed: null,
      rules: {},
      lastWriter: 'intacct',
    });
    expect(merged).toMatchObject({ toImetal: { town: 'Houston', email: null }, toIntacct: {} });
  });
});

describe('laws', () => {
  test('an echo is dropped: what was merged, written and read again asks for nothing', () => {
    fc.assert(
      fc.property(sides, (before) => {
        const { merged } = mergeRecord(before);
        const again = mergeRecord({ ...before, intacct: merged, imetal: merged, agreed: merged });
        expect(again).toEqual({ merged, toIntacct: {}, toImetal: {}, conflicts: [] });
      }),
    );
  });

  test('both sides end with the same: each with what it is told on top of what it had', () => {
    fc.assert(
      fc.property(sides, (before) => {
        const { merged, toIntacct, toImetal } = mergeRecord(before);
        expect({ ...before.intacct, ...toIntacct }).toEqual(merged);
        expect({ ...before.imetal, ...toImetal }).toEqual(merged);
      }),
    );
  });

  test('no value is invented: each is one of the two that stood', () => {
    fc.assert(
      fc.property(sides, (before) => {
        for (const [field, kept] of Object.entries(mergeRecord(before).merged)) {
          expect([before.intacct[field], before.imetal[field]]).toContain(kept);
        }
      }),
    );
  });

  test('1,000 random edits on both sides, synced in any order, end equal, with nothing more to write', () => {
    type Step = { side: 'intacct' | 'imetal'; field: string; value: string | null; syncAfter: boolean };
    const step: fc.Arbitrary<Step> = fc.record({
      side: lastWriter,
      field: fc.constantFrom(...fieldNames),
      value,
      syncAfter: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1000, maxLength: 1000 }), rules, (steps, byRules) => {
        let intacct: RecordFields = {};
        let imetal: RecordFields = {};
        let agreed: RecordFields | null = null;
        let last: 'intacct' | 'imetal' = 'intacct';
        const sync = () => {
          const result = mergeRecord({ intacct, imetal, agreed, rules: byRules, lastWriter: last });
          intacct = { ...intacct, ...result.toIntacct };
          imetal = { ...imetal, ...result.toImetal };
          agreed = result.merged;
          return result;
        };
        for (const edit of steps) {
          if (edit.side === 'intacct') intacct = { ...intacct, [edit.field]: edit.value };
          else imetal = { ...imetal, [edit.field]: edit.value };
          last = edit.side;
          if (edit.syncAfter) sync();
        }
        sync();
        expect(imetal).toEqual(intacct);
        expect(sync()).toMatchObject({ toIntacct: {}, toImetal: {}, conflicts: [] });
      }),
      { numRuns: 20 },
    );
  });
});
