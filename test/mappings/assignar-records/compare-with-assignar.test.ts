import fc from 'fast-check';
import { compareWithAssignar } from '../../../mappings/assignar-records/compare-with-assignar';

const value = fc.constantFrom('a', 'b', 'c', '', null);
const fields = fc.record({ name: value, email: value, mobile: value });

test('what Intacct changed alone is written', () => {
  const sides = { wanted: { name: 'b' }, actual: { name: 'a' }, agreed: { name: 'a' } };
  expect(compareWithAssignar(sides)).toEqual({ toWrite: { name: 'b' }, edited: {}, overwritten: {} });
});

test('what somebody changed in Assignar alone is told, and not written', () => {
  const sides = { wanted: { name: 'a' }, actual: { name: 'b' }, agreed: { name: 'a' } };
  expect(compareWithAssignar(sides)).toEqual({
    toWrite: {},
    edited: { name: { agreed: 'a', assignar: 'b', intacct: 'a' } },
    overwritten: {},
  });
});

test('what both changed is written as Intacct says, and told', () => {
  const sides = { wanted: { name: 'c' }, actual: { name: 'b' }, agreed: { name: 'a' } };
  expect(compareWithAssignar(sides)).toMatchObject({
    toWrite: { name: 'c' },
    overwritten: { name: { assignar: 'b' } },
  });
});

test('a field that Assignar does not tell cannot differ', () => {
  expect(compareWithAssignar({ wanted: { name: 'c' }, actual: {}, agreed: null }).toWrite).toEqual({});
});

test('once written, whatever the two sides said, Assignar has what Intacct says but for what is told', () => {
  fc.assert(
    fc.property(fields, fields, fc.option(fields), (wanted, actual, agreed) => {
      const { toWrite, edited } = compareWithAssignar({ wanted, actual, agreed });
      const after: Record<string, string | null> = { ...actual, ...toWrite };
      for (const [field, said] of Object.entries(wanted)) {
        if (field in edited) expect(after[field]).toBe(actual[field as keyof typeof actual]);
        else expect(after[field] ?? '').toBe(said ?? '');
      }
      const again = compareWithAssignar({ wanted, actual: after, agreed: wanted });
      expect(again.toWrite).toEqual({});
      expect(Object.keys(again.edited).sort()).toEqual(Object.keys(edited).sort());
    }),
  );
});
