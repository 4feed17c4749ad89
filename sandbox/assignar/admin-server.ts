import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addFaultRoutes, createAdminApp } from '../admin-app';
import { addActRoutes } from './admin-acts';
import type { ApiCalls } from './api-calls';
import { COLLECTION_NAMES } from './collections';
import { type AssignarCompany, assignarCompanySchema } from './company-file';
import { type Faults, faultSchema } from './faults';
import { AssignarRefusal } from './row';
import { type AssignarSettings, patchedSettings } from './settings';
import { tenantReport } from './tenant-report';
import type { Tokens } from './tokens';
import type { Tenant } from './write-row';

export interface AdminDependencies {
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly calls: ApiCalls;
  readonly saveSettings: (settings: AssignarSettings) => void;
  readonly company: () => AssignarCompany;
  readonly load: (company: AssignarCompany) => void;
  /** Sets the sandbox's clock, which runs on from there; null sets it right. */
  readonly moveClock: (to: Date | null) => void;
}

const clockBody = z.union([
  z.strictObject({ at: z.iso.datetime({ offset: true }).nullable() }),
  z.strictObject({ advanceSeconds: z.number().int() }),
]);
const rowsParameters = z.strictObject({ collection: z.enum(COLLECTION_NAMES) });

/** The port from which the sandbox is set up, upset and looked into; not listening yet. */
export function createAdminServer(deps: AdminDependencies): FastifyInstance {
  // A refusal of Assignar's own rules is told apart from a body that makes no sense here.
  const app = createAdminApp((error) => (error instanceof AssignarRefusal ? 422 : null));
  addSetUpRoutes(app, deps);
  addFaultRoutes(app, deps.faults, faultSchema);
  addReportRoutes(app, deps);
  addActRoutes(app, { ...deps.tenant, user: 'office' });
  return app;
}

function addSetUpRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  app.put('/admin/company', (request) => {
    const company = assignarCompanySchema.parse(request.body);
    deps.load(company);
    return { tenant: company.tenant };
  });
  app.get('/admin/company', () => deps.company());
  app.get('/admin/settings', () => deps.tenant.settings());
  app.patch('/admin/settings', (request) => {
    deps.saveSettings(patchedSettings(deps.tenant.settings(), request.body));
    return deps.tenant.settings();
  });
  app.get('/admin/clock', () => ({ now: deps.tenant.now().toISOString() }));
  app.post('/admin/clock', (request) => {
    const asked = clockBody.parse(request.body);
    if ('at' in asked) deps.moveClock(asked.at === null ? null : new Date(asked.at));
    else deps.moveClock(new Date(deps.tenant.now().getTime() + asked.advanceSeconds * 1000));
    return { now: deps.tenant.now().toISOString() };
  });
  app.post('/admin/tokens/expire', () => {
    deps.tokens.expireAll();
    return { expired: true };
  });
}

function addReportRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  app.get('/admin/report', () => tenantReport(deps.tenant));
  app.get('/admin/rows/:collection', (request) =>
    deps.tenant.store.rows(rowsParameters.parse(request.params).collection),
  );
  app.get('/admin/calls', () => deps.calls.report());
  app.delete('/admin/calls', () => {
    deps.calls.clear();
    return { calls: 0 };
  });
}
