import { type InstantGateway, startInstantGateway } from '../../bench/instant-gateway';
import { createIntacctClient } from '../../clients/intacct/create-intacct-client';
import { sampleConnection, samplePosting } from '../clients/intacct/sample-documents';

let gateway: InstantGateway;
beforeAll(async () => {
  gateway = await startInstantGateway();
});
afterAll(() => gateway.close());

test("the product's client takes the instant gateway for one that posted everything, each document under a number of its own", async () => {
  const client = createIntacctClient(sampleConnection(gateway.url));
  const receipts = [await client.postAtomically(samplePosting), await client.postAtomically(samplePosting)];
  const results = receipts.flatMap((receipt) => receipt.results);
  expect(receipts.map((receipt) => receipt.results.map(({ controlId }) => controlId))).toEqual([
    samplePosting.functions.map(({ controlId }) => controlId),
    samplePosting.functions.map(({ controlId }) => controlId),
  ]);
  expect(new Set(results.map(({ recordNumber }) => recordNumber)).size).toBe(2 * samplePosting.functions.length);
});
