import { timesheetIdOf } from '../activities/document-kinds/assignar-documents';
import type { SourceClients } from '../activities/document-kinds/document-kind';
import { Transport } from '../clients/errors';
import { documentFlows, kindOfFlow } from '../clients/temporal/document-flows';
import { ConfigError } from '../config';
import type { CompanyProfile } from '../domain/company-profile';
import { type DocumentKind, type DocumentReading, systemNames } from '../domain/document-source';
import type { Operator } from './operator';
import type { SourceToProve } from './stored-proof';

/** A flow's document as the source has it now; null, with a remark, when it cannot be read or has no source of its own. */
export async function readSource(operator: Operator, flow: string, document: string): Promise<SourceToProve | null> {
  const kind = kindOfFlow(flow);
  if (kind === null) return null;
  const profile = await operator.profile();
  try {
    const reading = await readKind(operator.clients(), kind, document, profile);
    if (reading.kind === 'found') return reading.document;
    operator.remark(
      `${systemNames[documentFlows[kind].system]} has ${document} ${reading.kind === 'incomplete' ? `without ${reading.missing}` : 'no more'}`,
    );
    return null;
  } catch (error) {
    // Without the source, or without knowing where it is, the plan's own sums can still be proven.
    if (!(error instanceof Transport || error instanceof ConfigError)) throw error;
    operator.remark(`the source cannot be read: ${error.message}`);
    return null;
  }
}

async function readKind(
  clients: SourceClients,
  kind: DocumentKind,
  key: string,
  profile: CompanyProfile,
): Promise<DocumentReading<SourceToProve>> {
  const { company } = profile;
  if (kind === 'timesheet') {
    const timesheetId = timesheetIdOf(key);
    const document = timesheetId === null ? null : await (await clients.assignar(company)).readTimesheet(timesheetId);
    if (document === null) return { kind: 'not-found' };
    return { kind: 'found', document: { kind, document }, ageSeconds: (Date.now() - document.version) / 1000 };
  }
  const imetal = clients.imetal(company);
  switch (kind) {
    case 'sales-invoice':
      return named(await imetal.readSalesInvoice(key), (document) => ({ kind, document }));
    case 'sales-credit':
      return named(await imetal.readSalesCredit(key), (document) => ({ kind, document }));
    case 'supplier-document': {
      const creditTypes = profile.source === 'imetal' ? profile.purchasing.creditTypes : [];
      return named(await imetal.readSupplierDocument(key, creditTypes), (document) => ({ kind, document }));
    }
    case 'stock-movement':
      return named(await imetal.readStockMovement(key), (document) => ({ kind, document }));
  }
}

function named<Source>(
  reading: DocumentReading<Source>,
  name: (document: Source) => SourceToProve,
): DocumentReading<SourceToProve> {
  return reading.kind === 'found' ? { ...reading, document: name(reading.document) } : reading;
}
