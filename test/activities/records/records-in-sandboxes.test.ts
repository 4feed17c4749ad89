import { type ContactFeedPage, createContactFeedActivities } from '../../../activities/records/imetal-contact-feed';
import {
  createIntacctFeedActivities,
  type IntacctFeedPage,
  masterObjects,
} from '../../../activities/records/intacct-feed';
import { recordReference } from '../../../activities/records/touch-record';
import { until } from '../../../cli/start/until';
import type { RecordHint, RecordObject, RecordReference } from '../../../domain/record-sync';
import { saveContact, saveShipTo } from '../../../sandbox/imetal/acts/contacts-and-addresses';
import { createRandom, type Random } from '../../../sandbox/sample-day/random';
import { importedRows } from '../../chaos/echoes';
import { createIntacctAdmin } from '../../chaos/intacct-admin';
import { recordsOutOfStep } from '../../chaos/proof-records';
import { writesOf } from '../../chaos/settlement';
import { company, useBothSystems } from '../both-systems';
import { quietActivity } from '../posting-under-test';

const both = useBothSystems();
const sync = (object: RecordObject, id: string, hint: RecordHint = {}) =>
  both().sync(recordReference(company, object, id), hint);

const writes = () =>
  both()
    .imetal.reporter.query('select sum(version)::int as writes from companies')
    .then(({ rows }) => rows[0]);

test('the sample company comes across whole; what cannot is refused in words, and repeating it writes nothing', async () => {
  for (const object of ['ar-terms', 'ap-terms', 'taxes', 'customers'] as const) {
    const { read, written, unchanged, filtered, refused } = await both().load(object);
    expect(read).toBeGreaterThan(0);
    expect(written + unchanged + filtered + refused).toBe(read);
  }
  const { rows } = await both()
    .hub.pool()
    .query('select distinct code from exceptions where closed_at is null order by code');
  expect(rows.map(({ code }) => code)).toEqual([
    'FIELD_TOO_LONG',
    'IMPORT_REFUSED',
    'PARENT_LOOP',
    'RESTRICTION_UNMAPPED',
    'TAX_INEXPRESSIBLE',
    'TERM_INEXPRESSIBLE',
  ]);
  const before = await writes();
  expect(await both().load('customers')).toMatchObject({ written: 0 });
  expect(await writes()).toEqual(before);
});

test('a ship-to made in iMetal is on the Intacct customer; its address changed by finance is in iMetal; echoes write nothing', async () => {
  const typed = { address: '7 Canal Street\nDoor 2', town: 'Houston', postcode: '77011', countryCode: 'USA' };
  const request = { companyCode: 'C00101', code: 'CANAL', name: 'Bayou Canal Street', address: typed };
  const contactId = String(await saveShipTo(both().imetal.owner, request));
  const hint = { imetal: { kind: 'ship-to' as const, contactId } };
  expect(await sync('CONTACT', 'C00101-CANAL', hint)).toEqual({ outcome: 'in-step' });
  const masters = await both().deps.intacctMasters();
  expect(await masters.readContact('C00101-CANAL')).toMatchObject({
    printAs: 'Bayou Canal Street',
    address: { lines: ['7 Canal Street', 'Door 2'], town: 'Houston', postcode: '77011', countryCode: 'US' },
  });
  const listed = (await masters.readParty('customer', 'C00101'))?.contacts ?? [];
  expect(listed).toContainEqual({ category: 'Ship to', contactName: 'C00101-CANAL' });

  await both().intacct.admin('PATCH', '/masters/contacts/C00101-CANAL', { city: 'Pasadena' });
  expect(await sync('CONTACT', 'C00101-CANAL')).toMatchObject({ outcome: 'in-step' });
  const shipTo = () => both().deps.imetalMasters().readContact('ship-to', contactId);
  expect((await shipTo())?.address).toMatchObject({ town: 'Pasadena', text: '7 Canal Street\nDoor 2' });
  const { version } = (await shipTo()) ?? {};
  expect(await sync('CONTACT', 'C00101-CANAL')).toEqual({ outcome: 'in-step' });
  expect((await shipTo())?.version).toBe(version);
});

/** Lets the feeds of both systems find what changed, as their polls do, and looks at it until nobody is touched any more. */
async function followFeeds(): Promise<void> {
  const { deps, touched } = both();
  const { touchIntacctPage } = createIntacctFeedActivities(deps);
  const { touchImetalContactPage } = createContactFeedActivities(deps);
  for (const object of masterObjects) {
    let after: IntacctFeedPage['next'] = null;
    do {
      const page = (await quietActivity().run(touchIntacctPage, { company, object, after })) as IntacctFeedPage;
      after = page.next;
    } while (after !== null);
  }
  for (const kind of ['ship-to', 'person', 'company'] as const) {
    let after: ContactFeedPage['next'] = null;
    do {
      const page = (await quietActivity().run(touchImetalContactPage, { company, kind, after })) as ContactFeedPage;
      after = page.next;
    } while (after !== null);
  }
  while (touched.size > 0) {
    for (const [workflowId, { argument, told }] of [...touched]) {
      touched.delete(workflowId);
      await both().sync((argument as { record: RecordReference }).record, told);
    }
  }
}

/** Who is edited: customers with their ship-to addresses, and a person of each. */
const edited: readonly (readonly [string, readonly string[]])[] = [
  ['C00101', ['MAIN']],
  ['C00102', ['MAIN', 'TULSA']],
  ['C00123', ['MAIN', 'DOCK2']],
];

/** One change on one side, of few values, so that both sides often mean the same and often change back. */
async function editAtRandom(random: Random, persons: ReadonlyMap<string, number>): Promise<'finance' | 'operations'> {
  const { intacct, imetal } = both();
  const [companyCode, codes] = random.pick(edited);
  const code = random.pick(codes);
  const id = persons.get(companyCode) ?? 0;
  const value = `${random.pick(['a', 'b', 'c'])}`;
  const phone = random.pick(['713 555 0101', '713 555 0102', null]);
  const email = `${value}@gulf.example`;
  const patch = (path: string, change: object) => intacct.admin('PATCH', `/masters/${path}`, change);
  const contact = random.chance(70) ? `${companyCode}-${code}` : `${companyCode}-P${id}`;
  const isShipTo = !contact.endsWith(`-P${id}`);
  if (random.chance(50)) {
    const change = random.pick([
      isShipTo ? { printAs: `Dock ${value}` } : { firstName: `Ann ${value}` },
      { phone1: phone ?? '' },
      { email1: email },
      { address1: `${value} Quay`, city: `Town ${value}` },
      { status: random.pick(['active', 'active', 'inactive']) },
      null,
    ]);
    if (change !== null) await patch(`contacts/${contact}`, change);
    else
      await patch(
        `customers/${companyCode}`,
        random.pick([
          { creditLimit: `${random.between(1, 3)}000.00` },
          { onHold: random.chance(50) },
          { displayContact: { address1: `${value} Street` } },
          { name: `Customer ${companyCode} ${value}` },
        ]),
      );
    return 'finance';
  }
  if (random.chance(10)) {
    // Finance's own, which operations are not to change.
    await imetal.owner.query(
      random.pick([
        `update companies set payment_hold = not payment_hold where code = $1`,
        `update companies set name = name || ' & Co' where code = $1`,
        `update company_credit_rules set credit_limit = credit_limit + 1
          where id = (select company_credit_rules_id from companies where code = $1)`,
      ]),
      [companyCode],
    );
    return 'operations';
  }
  const address = { address: `${value} Wharf\nShed 2`, town: `Port ${value}` };
  const active = random.chance(70);
  const change = random.pick([
    { telephone: phone },
    { email },
    { address },
    { active },
    isShipTo ? { name: `Quay ${value}` } : { forename: `Pat ${value}` },
  ]);
  if (isShipTo) await saveShipTo(imetal.owner, { companyCode, code, ...change });
  else await saveContact(imetal.owner, { companyCode, id, ...change });
  return 'operations';
}

const written = async () => ({
  intacct: await writesOf(createIntacctAdmin(both().intacct.adminUrl)),
  imetal: await importedRows(both().imetal.importsOwner),
});

/** A minute on a quiet machine; eight test files may share this one. */
const EDITS_WITHIN_MS = 300_000;

test(
  '1,000 random edits on both sides, found by the feeds alone, end with both sides equal, and nothing more is written',
  async () => {
    const { load, imetal, intacct, hub } = both();
    await load('contacts');
    const random = createRandom('a thousand edits');
    const persons = new Map<string, number>();
    for (const [companyCode] of edited) {
      persons.set(companyCode, await saveContact(imetal.owner, { companyCode, surname: 'Ruiz', typeCode: 'WHS' }));
    }
    await followFeeds();
    const counts = { finance: 0, operations: 0 };
    for (let edits = 1; edits <= 1000; edits += 1) {
      counts[await editAtRandom(random, persons)] += 1;
      if (edits % 50 === 0) await followFeeds();
    }
    // What was read within the second of its change is looked at once more when that second is over.
    await until('nobody is written to any more', 20_000, async () => {
      const before = await written();
      await followFeeds();
      return JSON.stringify(await written()) === JSON.stringify(before);
    });
    const place = { live: imetal.owner, hub: hub.pool(), admin: createIntacctAdmin(intacct.adminUrl) };
    expect(await recordsOutOfStep(place)).toEqual([]);
    const before = await written();
    for (let looks = 0; looks < 3; looks += 1) await followFeeds();
    expect(await written()).toEqual(before);
    expect(Math.min(counts.finance, counts.operations)).toBeGreaterThan(300);
    const { rows } = await hub.pool().query('select distinct rule from sync_conflicts order by 1');
    expect(rows).toEqual([{ rule: 'last writer' }, { rule: 'owner' }]);
    // The comparison can fail.
    await imetal.owner.query("update company_sub_addresses set telephone = '0' where code = 'TULSA'");
    await imetal.owner.query("update companies set payment_hold = not payment_hold where code = 'C00102'");
    expect((await recordsOutOfStep(place)).map((difference) => difference.split(':')[1]?.split(' ')[1])).toEqual([
      'telephone',
      'hold',
    ]);
  },
  EDITS_WITHIN_MS,
);
