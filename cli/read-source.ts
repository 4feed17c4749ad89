import { Transport } from '../clients/errors';
import type { DocumentReading, ImetalClient } from '../clients/imetal/imetal-client';
import { kindOfFlow } from '../clients/temporal/document-flows';
import { ConfigError } from '../config';
import type { ImetalProfile } from '../domain/imetal-profile';
import type { Operator } from './operator';
import type { SourceToProve } from './stored-proof';

/** A flow's document as the source has it now; null, with a remark, when it cannot be read or has no source of its own. */
export async function readSource(operator: Operator, flow: string, document: string): Promise<SourceToProve | null> {
  const kind = kindOfFlow(flow);
  if (kind === null) return null;
  const profile = await operator.profile();
  try {
    const imetal = operator.clients().imetal(profile.company);
    const reading = await readKind(imetal, kind, document, profile);
    if (reading.kind === 'found') return reading.document;
    operator.remark(
      `iMetal has ${document} ${reading.kind === 'incomplete' ? `without ${reading.missing}` : 'no more'}`,
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
  imetal: ImetalClient,
  kind: SourceToProve['kind'],
  key: string,
  { purchasing }: ImetalProfile,
): Promise<DocumentReading<SourceToProve>> {
  switch (kind) {
    case 'sales-invoice':
      return named(await imetal.readSalesInvoice(key), (document) => ({ kind, document }));
    case 'sales-credit':
      return named(await imetal.readSalesCredit(key), (document) => ({ kind, document }));
    case 'supplier-document':
      return named(await imetal.readSupplierDocument(key, purchasing.creditTypes), (document) => ({ kind, document }));
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
