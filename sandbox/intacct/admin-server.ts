import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addFaultRoutes, createAdminApp } from '../admin-app';
import { addActRoutes } from './admin-acts';
import { addMasterRoutes } from './admin-masters';
import { addTimeActRoutes } from './admin-time-acts';
import type { Books } from './books';
import { companyOf, loadCompany, setPeriod } from './company';
import { sandboxCompanySchema } from './company-file';
import { type Faults, faultSchema } from './faults';
import { QUANTITY_KEYS, quantityBalances } from './functions/statistical-ledger';
import {
  BALANCE_KEYS,
  balancesBy,
  invoiceDocuments,
  journalEntryDocuments,
  receivableDocuments,
  trialBalance,
} from './ledger-report';
import { openPayables, payableDocuments, payableTotals } from './payables-report';
import { patchedSettings, type SandboxSettings } from './settings';
import { type SmartEvents, smartEventTroubleSchema } from './smart-events';
import type { GatewayStatistics } from './statistics';
import { hoursBy, TIME_KEYS, timesheetDocuments } from './time-report';

export interface AdminDependencies {
  readonly books: Books;
  readonly faults: Faults;
  readonly statistics: GatewayStatistics;
  readonly settings: () => SandboxSettings;
  readonly saveSettings: (settings: SandboxSettings) => void;
  readonly now: () => Date;
  /** Commits the books in somebody's name, with the history, and tells of the changes. */
  readonly commit: (userId: string) => void;
  readonly smartEvents: SmartEvents;
}

const periodParameters = z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/), act: z.enum(['open', 'close']) });
const periodBody = z.strictObject({ entityId: z.string().min(1).optional() }).nullish();
const payablesQuery = z.strictObject({ vendorId: z.string().default('') });
const quantityQuery = z.strictObject({ by: z.string().default('account,location') });
const timeQuery = z.strictObject({ by: z.string().default('employee,project,task,day,item,state') });
const ledgerQuery = z.strictObject({ by: z.string().default('account,entity,currency') });

/** The port from which the sandbox is set up, upset and looked into; not listening yet. */
export function createAdminServer(deps: AdminDependencies): FastifyInstance {
  const app = createAdminApp();
  addCompanyRoutes(app, deps);
  addMasterRoutes(app, deps);
  addSettingsRoutes(app, deps);
  addReportRoutes(app, deps);
  addFaultRoutes(app, deps.faults, faultSchema);
  addSmartEventRoutes(app, deps);
  addActRoutes(app, deps);
  addTimeActRoutes(app, deps);
  return app;
}

function addCompanyRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  app.put('/admin/company', (request) => {
    const company = sandboxCompanySchema.parse(request.body);
    const customFields = { ...deps.settings().customFields, ...company.customFields };
    deps.saveSettings({ ...deps.settings(), customFields });
    loadCompany(deps.books, deps.settings(), company, deps.now());
    return { companyId: company.companyId };
  });
  app.get('/admin/company', () => companyOf(deps.books));
  app.post('/admin/periods/:month/:act', (request) => {
    const { month, act } = periodParameters.parse(request.params);
    const entityId = periodBody.parse(request.body)?.entityId ?? '';
    setPeriod(deps.books, month, entityId, act === 'close');
    deps.books.commit();
    return { month, entityId, closed: act === 'close' };
  });
}

function addSettingsRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  app.get('/admin/settings', () => deps.settings());
  app.patch('/admin/settings', (request) => {
    const settings = patchedSettings(deps.settings(), request.body);
    deps.saveSettings(settings);
    return settings;
  });
}

function addReportRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  app.get('/admin/ledger', (request) => {
    const keys = z.array(z.enum(BALANCE_KEYS)).parse(ledgerQuery.parse(request.query).by.split(','));
    return { rows: balancesBy(deps.books, keys), trialBalance: trialBalance(deps.books) };
  });
  app.get('/admin/time-report', (request) => {
    const keys = z.array(z.enum(TIME_KEYS)).parse(timeQuery.parse(request.query).by.split(','));
    return hoursBy(deps.books, keys);
  });
  app.get('/admin/timesheets', () => timesheetDocuments(deps.books));
  app.get('/admin/invoices', () => invoiceDocuments(deps.books));
  app.get('/admin/journal-entries', () => journalEntryDocuments(deps.books));
  app.get('/admin/receivable-documents', () => receivableDocuments(deps.books));
  app.get('/admin/payable-documents', () => payableDocuments(deps.books));
  app.get('/admin/payables', (request) => {
    const open = openPayables(deps.books, payablesQuery.parse(request.query).vendorId);
    return { open, totals: payableTotals(open) };
  });
  app.get('/admin/statistical-balances', (request) => {
    const keys = z.array(z.enum(QUANTITY_KEYS)).parse(quantityQuery.parse(request.query).by.split(','));
    return quantityBalances(deps.books, keys);
  });
  app.get('/admin/statistics', () => deps.statistics);
}

function addSmartEventRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  app.get('/admin/smart-events', () => deps.smartEvents.status());
  app.patch('/admin/smart-events', (request) => {
    deps.smartEvents.trouble(smartEventTroubleSchema.parse(request.body));
    return deps.smartEvents.status();
  });
  // Answers when nothing is under way any more.
  app.post('/admin/smart-events/settled', async () => {
    await deps.smartEvents.settled();
    return deps.smartEvents.status();
  });
}
