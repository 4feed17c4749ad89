import { useClientUnderTest } from './client-under-test';
import { answerListById, answerRows, verdictOf } from './scripted-api';

const under = useClientUnderTest();
const { client } = under;

const roles = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => ({ id: from + index, name: `Role ${from + index}`, active: true }));
const asked = () => under.api.requests.map(({ query }) => Object.fromEntries(query));

describe('listing by id', () => {
  it('asks for the first page behind the last id, sorted by id, until the limit', async () => {
    under.api.turns = [answerListById(roles(30), 100)];
    const found = await client({ pageSize: 10 }).listRecords('role', '5', 15);
    expect(found.map(({ id }) => Number(id))).toEqual(roles(15, 6).map(({ id }) => id));
    expect(asked()).toEqual([
      { id__gt: '5', sort: 'id', page: '1', page_size: '10' },
      { id__gt: '15', sort: 'id', page: '1', page_size: '5' },
    ]);
  });

  it('ends at a page shorter than the server has given before', async () => {
    under.api.turns = [answerListById(roles(30), 100)];
    await expect(client({ pageSize: 20 }).listRecords('role', '0', 1000)).resolves.toHaveLength(30);
    expect(asked()).toHaveLength(2);
  });

  it('goes on when a server gives shorter pages than asked, to the last row', async () => {
    under.api.turns = [answerListById(roles(45), 20)];
    await expect(client({ pageSize: 100 }).listRecords('role', '0', 1000)).resolves.toHaveLength(45);
    expect(asked().map(({ id__gt: behind }) => behind)).toEqual(['0', '20', '40']);
  });

  it('ends at an empty page when the last one was as long as the server gives', async () => {
    under.api.turns = [answerListById(roles(40), 20)];
    await expect(client({ pageSize: 100 }).listRecords('role', '0', 1000)).resolves.toHaveLength(40);
    expect(asked().map(({ id__gt: behind }) => behind)).toEqual(['0', '20', '40']);
  });

  it('takes fewer rows than any server’s page for the end without another request', async () => {
    under.api.turns = [answerListById(roles(9), 100)];
    await expect(client({ pageSize: 100 }).listRecords('role', '0', 1000)).resolves.toHaveLength(9);
    expect(asked()).toHaveLength(1);
  });

  it('misses nobody when rows are deleted and edited between pages', async () => {
    const rows = roles(40);
    under.api.turns = [
      answerListById(rows, 100),
      // A third of the first page is gone by the time of the second: numbered pages would have jumped over seven rows.
      answerListById(rows.slice(7), 100),
    ];
    const found = await client({ pageSize: 20 }).listRecords('role', '0', 1000);
    expect(found.map(({ id }) => Number(id))).toEqual(rows.map(({ id }) => id));
  });

  it('keeps to the limit when a server gives more than was asked for', async () => {
    under.api.turns = [answerRows(...roles(12))];
    await expect(client().listRecords('role', '0', 5)).resolves.toHaveLength(5);
  });

  it('refuses a list that does not begin behind the id, instead of reading it without end', async () => {
    under.api.turns = [answerRows(...roles(20))];
    const verdict = await verdictOf(client({ pageSize: 20 }).listRecords('role', '0', 1000));
    expect(verdict.name).toBe('UnexpectedResponse');
    expect(verdict.message).toContain('not sorted or filtered by id');
  });

  it('compares ids as numbers', async () => {
    under.api.turns = [answerRows({ id: 9, name: 'A', active: true }, { id: '10', name: 'B', active: true })];
    await expect(client().listRecords('role', '0', 5)).resolves.toHaveLength(2);
  });
});
