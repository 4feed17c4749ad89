import { shipToCodeOf } from '../../../mappings/records/ship-to-code';
import { buildProfile } from '../source-invoice-builder';

const profile = { ...buildProfile(), shipTo: { contactName: '{customer}-{address}' } };

test.each([
  ['C00123-DOCK2', 'DOCK2'],
  ['C00123-DOCK2 (supplier)', 'DOCK2'],
  ['C00124-DOCK2', null],
  ['C00123-', null],
  ['Gulf Steel Yard', null],
])('%s of company C00123 names the ship-to code %s', (contactName, code) => {
  expect(shipToCodeOf(contactName, 'C00123', profile)).toBe(code);
});

test('a pattern with words around the codes is read as it is written', () => {
  const worded = { ...profile, shipTo: { contactName: 'Ship to {address} of {customer}' } };
  expect(shipToCodeOf('Ship to DOCK2 of C00123', 'C00123', worded)).toBe('DOCK2');
  expect(shipToCodeOf('Ship to DOCK2 of C00124', 'C00123', worded)).toBeNull();
});
