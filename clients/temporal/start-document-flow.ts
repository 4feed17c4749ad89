import type { Client } from '@temporalio/client';
import { TypedSearchAttributes, WorkflowNotFoundError } from '@temporalio/common';
import type { DocumentHeader, DocumentKind } from '../../domain/document-source';
import { formatCents } from '../../domain/money';
import {
  type CreditApplicationInput,
  creditApplication,
  creditApplicationKey,
  creditApplicationWorkflowId,
} from '../../workflows/credit-application';
import { type DecisionRequest, retrySignal } from '../../workflows/parking';
import type { SourceDocumentInput } from '../../workflows/source-document';
import { type DocumentFlow, documentFlows } from './document-flows';
import { Company, DocumentNumber, Flow, Party, PostingStatus, SourceSystem } from './search-attributes';
import { startOnce, startOncePolicies } from './start-once';

export interface StartDocumentFlow {
  company: string;
  kind: DocumentKind;
  header: DocumentHeader;
  revision: number;
}

/** Starts a document's flow, or finds it running; false when it ran and is finished. Its summary names party and money. */
export async function startDocumentFlow(
  client: Client,
  taskQueue: string,
  { company, kind, header, revision }: StartDocumentFlow,
): Promise<{ workflowId: string; isOpen: boolean }> {
  const flow = documentFlows[kind];
  const workflowId = flow.workflowId(company, header.documentKey, revision);
  const input: SourceDocumentInput = {
    company,
    documentKey: header.documentKey,
    revision,
    triggeredAt: new Date().toISOString(),
  };
  const isOpen = await startOnce(() =>
    client.workflow.start(flow.workflow, {
      ...startOncePolicies,
      workflowId,
      taskQueue,
      args: [input],
      staticSummary: summaryOf(flow, header),
      staticDetails: detailsOf(company, flow, header),
      typedSearchAttributes: searchAttributesOf(company, flow, header.documentKey, header.partyCode),
    }),
  );
  return { workflowId, isOpen };
}

/** Starts the flow that applies a posted credit memo to its invoice, or finds it. */
export async function startCreditApplication(
  client: Client,
  taskQueue: string,
  input: CreditApplicationInput & { party: string | null },
): Promise<void> {
  const { party, ...application } = input;
  const { company, creditKey, revision } = input;
  await startOnce(() =>
    client.workflow.start(creditApplication, {
      ...startOncePolicies,
      workflowId: creditApplicationWorkflowId(company, creditKey, revision),
      taskQueue,
      args: [application],
      staticSummary: `CA ${creditKey} · applied to its invoice`,
      typedSearchAttributes: searchAttributesOf(
        company,
        { flow: 'credit-application', system: 'imetal' },
        creditApplicationKey(creditKey),
        party,
      ),
    }),
  );
}

/**
 * Tells a parked document's flow to try again; false when there is no flow, or none that is parked. A flow that is trying already
 * would only pile up what it is told: the engine refuses a run more than 10,000 signals.
 */
export async function retryParkedFlow(client: Client, workflowId: string, decision: DecisionRequest): Promise<boolean> {
  const flow = client.workflow.getHandle(workflowId);
  try {
    const { typedSearchAttributes } = await flow.describe();
    if (typedSearchAttributes.get(PostingStatus) !== 'parked') return false;
    await flow.signal(retrySignal, decision);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function searchAttributesOf(
  company: string,
  { flow, system }: Pick<DocumentFlow, 'flow' | 'system'>,
  documentKey: string,
  party: string | null,
) {
  return new TypedSearchAttributes([
    { key: Company, value: company },
    { key: Flow, value: flow },
    { key: SourceSystem, value: system },
    { key: DocumentNumber, value: documentKey },
    { key: PostingStatus, value: 'posting' },
    ...(party === null ? [] : [{ key: Party, value: party }]),
  ]);
}

function summaryOf(flow: DocumentFlow, header: DocumentHeader): string {
  const party = flow.partyNoun === null ? [] : [header.partyName ?? `${flow.partyNoun} missing`];
  // The engine cuts summaries at 200 bytes.
  // A timesheet's key says by itself what it is.
  const name = header.documentKey.startsWith(`${flow.abbreviation}-`)
    ? header.documentKey
    : `${flow.abbreviation} ${header.documentKey}`;
  return [name, ...party, knownBy(flow, header)].join(' · ').slice(0, 150);
}

function detailsOf(company: string, flow: DocumentFlow, header: DocumentHeader): string {
  const { noun, partyNoun } = flow;
  const total = `${partyNoun === null ? 'value' : 'gross'} ${moneyOf(header)}`;
  return [
    `${noun.charAt(0).toUpperCase()}${noun.slice(1)} **${header.documentKey}** of ${company}`,
    '',
    ...(partyNoun === null ? [] : [`- ${partyNoun} ${header.partyCode ?? 'missing'} ${header.partyName ?? ''}`]),
    `- ${flow.knownBy === 'total' ? total : `worked on ${dayOf(header)}`}`,
    '',
    `The whole story: \`npx intacct-pipelines show ${header.documentKey}\``,
  ].join('\n');
}

function knownBy(flow: DocumentFlow, header: DocumentHeader): string {
  return flow.knownBy === 'total' ? moneyOf(header) : dayOf(header);
}

/** `2026-11-16, 8.00 h`. */
function dayOf({ documentDate, hours }: DocumentHeader): string {
  return `${documentDate ?? 'day missing'}${hours === undefined ? '' : `, ${hours} h`}`;
}

function moneyOf(header: DocumentHeader): string {
  if (header.grossTotal === null) return 'total missing';
  const [whole = '', cents = ''] = formatCents(header.grossTotal).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${header.currency ?? ''}`.trim();
}
