import type { AssignarAccess } from '../../../clients/assignar/connection';
import { useClientUnderTest } from './client-under-test';
import { answerEmpty, answerJson, answerRows, type Turn, verdictOf } from './scripted-api';

const under = useClientUnderTest();
let told: AssignarAccess[];
let nowMs: number;

beforeEach(() => {
  told = [];
  nowMs = 0;
});

const client = () =>
  under.client({
    nowMs: () => nowMs,
    onAccess: async (access) => {
      told.push(access);
    },
  });

/** `asked tokenNumber refused|allowed` of each. */
const toldBriefly = () =>
  told.map((access) =>
    access.kind === 'sign-in-refused'
      ? 'sign-in refused'
      : `${access.asked} ${access.tokenNumber} ${access.refusal === null ? 'allowed' : 'refused'}`,
  );

const unlessTasks =
  (refusal: Turn): Turn =>
  (request, response) =>
    (request.path.endsWith('/tasks') ? refusal : answerRows())(request, response);

describe('what the credentials may do', () => {
  it('is told of each answer, without ids, also of a refusal of the content', async () => {
    under.api.turns = [answerRows(), answerJson({ message: '[400] Unique Constraint Error - external_id' }, 400)];
    const assignar = client();
    await assignar.listRecords('role', '0', 10);
    await verdictOf(assignar.updateRecord('role', '41', { externalId: 'LAB-1' }));
    expect(toldBriefly()).toEqual(['GET /tasks 1 allowed', 'PUT /tasks/{id} 1 allowed']);
  });

  it('is not told by what never came, nor by a token that was renewed', async () => {
    under.api.turns = [answerEmpty(503), answerEmpty(401), answerRows()];
    const assignar = client();
    await verdictOf(assignar.listRecords('role', '0', 10));
    await assignar.listRecords('role', '0', 10);
    expect(toldBriefly()).toEqual(['GET /tasks 2 allowed']);
  });

  it('is told once of a sign-in that is refused to many', async () => {
    under.api.onSignIn = answerEmpty(401);
    const assignar = client();
    await Promise.all([1, 2, 3].map(() => verdictOf(assignar.listRecords('role', '0', 10))));
    expect(toldBriefly()).toEqual(['sign-in refused']);
    expect(told[0]?.refusal?.message).toContain('check the client id and secret');
  });

  it.each([403, 401])('is told of a %i that a new token meets as well', async (status) => {
    under.api.turns = [unlessTasks(answerEmpty(status))];
    const assignar = client();
    expect(await verdictOf(assignar.listRecords('role', '0', 10))).toMatchObject({ name: 'Authentication' });
    await assignar.listRecords('asset', '0', 10);
    expect(toldBriefly()).toEqual([
      `GET /tasks ${status === 401 ? 2 : 1} refused`,
      `GET /assets ${status === 401 ? 2 : 1} allowed`,
    ]);
  });
});

describe('a list that refuses every token', () => {
  it('is not signed in for with each try: thousands may wait for it', async () => {
    under.api.turns = [unlessTasks(answerEmpty(401))];
    const assignar = client();
    for (let tries = 0; tries < 10; tries += 1) {
      expect(await verdictOf(assignar.listRecords('role', '0', 10))).toMatchObject({ name: 'Authentication' });
      await assignar.listRecords('asset', '0', 10);
    }
    expect(under.api.signIns).toHaveLength(2);
    expect(toldBriefly().filter((line) => line.endsWith('refused'))).toHaveLength(10);
    nowMs = 5_000;
    await verdictOf(assignar.listRecords('role', '0', 10));
    expect(under.api.signIns).toHaveLength(3);
  });
});
