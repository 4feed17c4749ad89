import { askAdmin } from '../../../sandbox/admin-port';
import type { AssignarCompanyInput } from '../../../sandbox/assignar/company-file';
import type { FaultInput } from '../../../sandbox/assignar/faults';
import type { AssignarSettingsInput } from '../../../sandbox/assignar/settings';
import { type AssignarSandbox, startAssignarSandbox } from '../../../sandbox/assignar/start-assignar-sandbox';

export const SCOPE = 'target-entity:b816a5d3-40c3-477f-a551-1d066d7211cc:api_access';

/** A small builder: two roles, a machine, a client with a project in Sydney, two workers. Ids run from 1; user 1 is the office. */
export const COMPANY: AssignarCompanyInput = {
  tenant: 'harbour',
  credentials: [{ clientId: 'hub', clientSecret: 'hub-secret' }],
  roles: [
    { name: 'Carpenter', externalId: 'CARP', integrationId: 'ITM-1' },
    { name: 'Operator', externalId: 'OPER', integrationId: 'ITM-2' },
  ],
  assetClasses: [{ name: 'Excavators', code: 'EXC' }],
  assets: [
    { name: 'Digger', externalId: 'EQ-5', integrationId: 'ITM-5', assetClass: 'EXC' },
    { name: 'Crane', externalId: 'EQ-6' },
  ],
  clients: [{ name: 'Port Authority', externalId: 'C-1', integrationId: 'CUST-1' }],
  activities: [
    { name: '100 Footings', externalId: '100-200', integrationId: 'TASK-88' },
    { name: '200 Formwork', externalId: '200-100' },
    { name: 'Unpaid break', externalId: '900', payable: false },
  ],
  projects: [
    { name: 'Wharf', externalId: 'P-100', client: 'C-1', timezone: 'Australia/Sydney', activities: ['100-200'] },
    { name: 'Wharf stage 2', externalId: 'P-101', client: 'C-1', parent: 'P-100' },
  ],
  workers: [
    {
      firstName: 'Ann',
      lastName: 'Lee',
      employeeId: 'E-7',
      externalId: 'E-7',
      integrationId: 'EMP-7',
      email: 'ann@example.com',
      dateOfBirth: '1980-02-03',
      roles: ['CARP'],
    },
    {
      firstName: 'Bob',
      lastName: 'Roe',
      employeeId: 'E-8',
      externalId: 'E-8',
      integrationId: 'EMP-8',
      email: 'bob@example.com',
      roles: ['OPER'],
    },
  ],
};

/** A person's shift on the wharf: eight hours with half an hour's break, Sydney time. */
export const SHIFT = {
  worker: 'E-7',
  project: 'P-100',
  role: 'CARP',
  start: '2026-11-15T20:00:00Z',
  end: '2026-11-16T04:30:00Z',
  breakMinutes: 30,
  activities: [{ activity: '100-200', minutes: 480, assets: [{ asset: 'EQ-5', minutes: 180 }] }],
};

/** An answer: body as text, and parsed where there is one. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Body;
  readonly headers: Headers;
}

export interface Body {
  readonly status?: number;
  readonly count?: number;
  readonly message?: string;
  readonly data?: unknown;
}

/** A sandbox in this process with the company loaded, and ways to speak to it over HTTP. */
export interface TestSandbox extends AssignarSandbox {
  token(parts?: { secret?: string; scope?: string; grant?: string }): Promise<Answer & { accessToken: string }>;
  call(method: string, path: string, body?: unknown, token?: string | null): Promise<Answer>;
  rows(path: string): Promise<Record<string, unknown>[]>;
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
  act(name: string, body: unknown): Promise<Record<string, unknown>>;
  fault(fault: FaultInput): Promise<void>;
}

/** Starts a sandbox with COMPANY unless told otherwise. */
export async function startTestSandbox(
  options: { company?: AssignarCompanyInput; settings?: AssignarSettingsInput; clock?: () => Date } = {},
): Promise<TestSandbox> {
  const { company = COMPANY, ...start } = options;
  const sandbox = await startAssignarSandbox({ port: 0, adminPort: 0, company, ...start });
  let current: string | undefined;
  const token: TestSandbox['token'] = async (parts = {}) => {
    const { secret = 'hub-secret', scope = SCOPE, grant = 'client_credentials' } = parts;
    const response = await fetch(sandbox.tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`hub:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: grant, scope }),
    });
    const answer = await read(response);
    const accessToken = (answer.body as { access_token?: string }).access_token ?? '';
    return { ...answer, accessToken };
  };
  const call: TestSandbox['call'] = async (method, path, body, given) => {
    current ??= (await token()).accessToken;
    const bearer = given === undefined ? current : given;
    const response = await fetch(`${sandbox.apiUrl}${path}`, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return read(response);
  };
  const admin: TestSandbox['admin'] = (method, path, body) => askAdmin(sandbox.adminUrl, method, path.slice(1), body);
  return {
    ...sandbox,
    token,
    call,
    admin,
    async rows(path) {
      const { body } = await call('GET', path);
      return (Array.isArray(body.data) ? body.data : []) as Record<string, unknown>[];
    },
    async act(name, body) {
      return (await admin('POST', `/acts/${name}`, body)) as Record<string, unknown>;
    },
    async fault(fault) {
      await admin('POST', '/faults', fault);
    },
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, text, body: isJson ? JSON.parse(text) : {}, headers: response.headers };
}
