import { createIntacctClient } from '../../../clients/intacct/create-intacct-client';
import type { IntacctCall, IntacctClient, IntacctConnection } from '../../../clients/intacct/intacct-client';
import { sampleConnection } from './sample-documents';
import { type ScriptedGateway, startScriptedGateway } from './scripted-gateway';

export interface ClientUnderTest {
  /** A new one for each test. */
  readonly gateway: ScriptedGateway;
  /** What the clients of the test reported. */
  readonly calls: IntacctCall[];
  client(changes?: Partial<IntacctConnection>): IntacctClient;
}

/** Gives every test of the file a scripted gateway of its own, and clients that talk to it. */
export function useClientUnderTest(): ClientUnderTest {
  let gateway: ScriptedGateway;
  let calls: IntacctCall[];
  beforeEach(async () => {
    gateway = await startScriptedGateway();
    calls = [];
  });
  afterEach(() => gateway.close());
  return {
    get gateway() {
      return gateway;
    },
    get calls() {
      return calls;
    },
    client: (changes = {}) =>
      createIntacctClient(sampleConnection(gateway.endpoint, changes), { onCall: (call) => calls.push(call) }),
  };
}
