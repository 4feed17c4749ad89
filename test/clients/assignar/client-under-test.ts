import type { AssignarCall, AssignarClient } from '../../../clients/assignar/assignar-client';
import type { AssignarConnection, AssignarOptions } from '../../../clients/assignar/connection';
import { createAssignarClient } from '../../../clients/assignar/create-assignar-client';
import { assignarExtraFields } from '../../../domain/assignar-profile';
import { type ScriptedApi, startScriptedApi } from './scripted-api';

export interface ClientUnderTest {
  /** A new one for each test. */
  readonly api: ScriptedApi;
  /** What the clients of the test reported. */
  readonly calls: AssignarCall[];
  client(options?: Partial<AssignarOptions>, connection?: Partial<AssignarConnection>): AssignarClient;
}

/** Gives every test of the file a scripted API of its own, and clients that talk to it. */
export function useClientUnderTest(): ClientUnderTest {
  let api: ScriptedApi;
  let calls: AssignarCall[];
  beforeEach(async () => {
    api = await startScriptedApi();
    calls = [];
  });
  afterEach(() => api.close());
  return {
    get api() {
      return api;
    },
    get calls() {
      return calls;
    },
    client: (options = {}, connection = {}) =>
      createAssignarClient(
        {
          tokenUrl: api.tokenUrl,
          apiUrl: api.apiUrl,
          clientId: 'hub-client',
          clientSecret: 'pass:word%',
          scope: 'target-entity:b816a5d3-40c3-477f-a551-1d066d7211cc:api_access',
          requestTimeoutMs: 5000,
          ...connection,
        },
        {
          pageSize: 100,
          modifiedField: 'modified_at',
          workerFields: { department: 'department', earningType: 'earning_type' },
          extraFields: assignarExtraFields,
          timeZone: 'Australia/Sydney',
          onCall: (call) => calls.push(call),
          ...options,
        },
      ),
  };
}
