import { WorkflowNotFoundError } from '@temporalio/common';
import { createFeedActivities, type FeedPage, type FeedPosition } from '../../activities/document-feed';
import { salesInvoice } from '../../activities/document-kinds/sales-invoice';
import { findDocumentKind, triggerDocument } from '../../activities/trigger-document';
import { Rejected } from '../../clients/errors';
import { selectFeedCursor } from '../../db/feed-cursors';
import { orderToInvoiceWorkflowId } from '../../workflows/order-to-invoice';
import { useHubDatabase } from '../db/hub-database';
import { company, documentOf } from '../db/planned-document';
import { connectTestTemporal, type TestTemporal } from '../temporal';
import { quietRuntime } from '../workflows/workflow-bundle';
import { createInvoiceUnderTest, type InvoiceUnderTest, retry, sourceInvoice } from './invoice-under-test';
import { noAssignar } from './no-assignar';
import { startParkedFlow } from './parked-flow';
import { profilesOf, quietActivity } from './posting-under-test';

// No worker runs here: what is started stays open, so that starts can be counted.
const hub = useHubDatabase();
let temporal: TestTemporal;
let under: InvoiceUnderTest;
beforeAll(async () => {
  quietRuntime();
  temporal = await connectTestTemporal();
  under = createInvoiceUnderTest(hub.pool());
  under.imetal.now = '2026-11-20T12:00:10.000000Z';
});
hub.beforeEnd(async () => {
  await under?.close();
  await temporal?.close();
});

const deps = () => ({
  pool: hub.pool(),
  client: temporal.client,
  taskQueue: temporal.taskQueue,
  imetal: () => under.imetal.client,
  assignar: noAssignar,
  profiles: profilesOf(under.profile),
});
const trigger = (documentKey: string) => triggerDocument(deps(), salesInvoice, company, documentKey);
const look = (position: FeedPosition = { from: 'cursor' }) =>
  quietActivity().run(createFeedActivities(deps()).startSalesInvoicePage, { company, position }) as Promise<FeedPage>;
const statusOf = async (workflowId: string) =>
  (await temporal.client.workflow.getHandle(workflowId).describe()).status.name;
const terminate = (workflowId: string) => temporal.client.workflow.getHandle(workflowId).terminate('test');

describe('a trigger', () => {
  test('starts the flow of a new document, and finds it the second time', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-7701'));
    const first = await trigger('HOU-DIV-7701');
    expect(first).toEqual({ kind: 'started', workflowId: orderToInvoiceWorkflowId(company, 'HOU-DIV-7701') });
    expect(await trigger('HOU-DIV-7701')).toMatchObject({
      workflowId: orderToInvoiceWorkflowId(company, 'HOU-DIV-7701'),
    });
    expect(await statusOf(orderToInvoiceWorkflowId(company, 'HOU-DIV-7701'))).toBe('RUNNING');
    await under.plan(documentOf('HOU-DIV-7701'));
    expect(await trigger('HOU-DIV-7701')).toMatchObject({ kind: 'already-running' });
  });

  test('for a document that iMetal does not have starts nothing', async () => {
    expect(await trigger('HOU-DIV-770404')).toEqual({ kind: 'no-such-document' });
  });

  test('for a document of a type that is of another kind starts nothing, though both share a table', async () => {
    under.imetal.save(sourceInvoice('HOU-CRN-7701'));
    expect(await trigger('HOU-CRN-7701')).toEqual({ kind: 'no-such-document' });
    expect(findDocumentKind('HOU-CRN-7701', under.profile)?.kind).toBe('sales-credit');
    expect(findDocumentKind('HOU-PAY-7701', under.profile)).toBeNull();
    under.imetal.invoices.delete('HOU-CRN-7701');
  });

  test('for a posted document starts nothing while its content is the same, though the engine forgot it', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-7702'));
    const { workflowId } = (await trigger('HOU-DIV-7702')) as { workflowId: string };
    await under.goThrough(documentOf('HOU-DIV-7702'));
    await terminate(workflowId);
    under.imetal.save(sourceInvoice('HOU-DIV-7702'));
    expect(await trigger('HOU-DIV-7702')).toEqual({ kind: 'already-finished', workflowId });
  });

  test('for a posted document with other content starts a revision of its own', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-7702', '150.00'));
    const workflowId = orderToInvoiceWorkflowId(company, 'HOU-DIV-7702', 2);
    expect(await trigger('HOU-DIV-7702')).toEqual({ kind: 'changed-after-posting', workflowId });
    expect(await statusOf(workflowId)).toBe('RUNNING');
  });

  test('for a posted document that iMetal lets nobody read for a minute starts nothing, and is tried again', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-7705'));
    await under.goThrough(documentOf('HOU-DIV-7705'));
    under.imetal.save(sourceInvoice('HOU-DIV-7705'));
    const read = under.imetal.client.readSalesInvoice;
    under.imetal.client.readSalesInvoice = async () => {
      throw new Rejected('permission denied for table sales_items', {
        operation: 'imetal read HOU-DIV-7705',
        code: 'PERMISSION_MISSING',
      });
    };
    await expect(trigger('HOU-DIV-7705')).rejects.toThrow(Rejected);
    under.imetal.client.readSalesInvoice = read;
    await expect(statusOf(orderToInvoiceWorkflowId(company, 'HOU-DIV-7705', 2))).rejects.toThrow(WorkflowNotFoundError);
    expect(await trigger('HOU-DIV-7705')).toMatchObject({ kind: 'already-finished' });
  });

  test('reads no posted document that is as it was planned, or as our own acknowledgement left it', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-7706'));
    await under.plan(documentOf('HOU-DIV-7706'));
    await under.post(documentOf('HOU-DIV-7706'));
    const read = jest.spyOn(under.imetal.client, 'readSalesInvoice');
    expect(await trigger('HOU-DIV-7706')).toMatchObject({ kind: 'already-finished' });
    await under.acknowledge(documentOf('HOU-DIV-7706'));
    expect(await trigger('HOU-DIV-7706')).toMatchObject({ kind: 'already-finished' });
    expect(read).not.toHaveBeenCalled();
    under.imetal.save(sourceInvoice('HOU-DIV-7706'));
    await trigger('HOU-DIV-7706');
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
  });

  test('for a change that was ignored starts nothing, and for a further change the next revision', async () => {
    await under.plan(documentOf('HOU-DIV-7702', 2));
    await under.abandon(documentOf('HOU-DIV-7702', 2), { ...retry(), action: 'abandon' });
    await terminate(orderToInvoiceWorkflowId(company, 'HOU-DIV-7702', 2));
    expect(await trigger('HOU-DIV-7702')).toMatchObject({ kind: 'already-finished' });
    under.imetal.save(sourceInvoice('HOU-DIV-7702', '160.00'));
    expect(await trigger('HOU-DIV-7702')).toMatchObject({
      kind: 'changed-after-posting',
      workflowId: orderToInvoiceWorkflowId(company, 'HOU-DIV-7702', 3),
    });
  });

  test('for a parked document that was corrected in iMetal lets it try again', async () => {
    under.imetal.save({ ...sourceInvoice('HOU-DIV-7703'), currency: null });
    await trigger('HOU-DIV-7703');
    await under.plan(documentOf('HOU-DIV-7703'));
    expect(await trigger('HOU-DIV-7703')).toMatchObject({ kind: 'already-running' });
    under.imetal.save(sourceInvoice('HOU-DIV-7703'));
    // No worker has parked it: it is trying already, and needs not be told.
    expect(await trigger('HOU-DIV-7703')).toMatchObject({ kind: 'already-running' });
    await terminate(orderToInvoiceWorkflowId(company, 'HOU-DIV-7703'));
    await startParkedFlow(temporal, 'HOU-DIV-7703');
    expect(await trigger('HOU-DIV-7703')).toMatchObject({ kind: 'retried' });
  });

  test('starts the flow of a parked document again when somebody ended it by hand, corrected or not', async () => {
    under.imetal.save({ ...sourceInvoice('HOU-DIV-7704'), currency: null });
    const { workflowId } = (await trigger('HOU-DIV-7704')) as { workflowId: string };
    await under.plan(documentOf('HOU-DIV-7704'));
    await terminate(workflowId);
    await trigger('HOU-DIV-7704');
    expect(await statusOf(workflowId)).toBe('RUNNING');
    await terminate(workflowId);
    under.imetal.save(sourceInvoice('HOU-DIV-7704'));
    await trigger('HOU-DIV-7704');
    expect(await statusOf(workflowId)).toBe('RUNNING');
  });
});

describe('a look of the feed', () => {
  test('starts what is new, leaves what is known, and moves the cursor behind the page', async () => {
    under.imetal.save(sourceInvoice('HOU-DIV-77010'));
    const page = await look();
    expect(page).toMatchObject({ seen: 7, next: { from: 'unexported' } });
    expect(await statusOf(orderToInvoiceWorkflowId(company, 'HOU-DIV-77010'))).toBe('RUNNING');
    expect(await selectFeedCursor(hub.pool(), company, 'imetal/sales-invoices')).not.toBeNull();
    await under.goThrough(documentOf('HOU-DIV-77010'));
    under.imetal.save(sourceInvoice('HOU-DIV-77011'));
    const again = await look();
    expect(again.seen).toBe(8);
    // Ours since our own acknowledgement: no news, and iMetal is not read for it.
    expect(again.started).toBeLessThan(again.seen);
    expect(await statusOf(orderToInvoiceWorkflowId(company, 'HOU-DIV-77011'))).toBe('RUNNING');
  });

  test('goes on page by page when there is more than a page', async () => {
    for (let number = 7701000; number < 7701130; number += 1) {
      under.imetal.save({ ...sourceInvoice(`HOU-DIV-${number}`), modifiedAt: '2026-11-20T13:00:00.000000+00:00' });
    }
    const first = await look();
    expect(first).toMatchObject({ seen: 100, next: { from: 'after' } });
    const second = await look(first.next ?? undefined);
    expect(second).toMatchObject({ seen: 38, next: { from: 'unexported' } });
    const { count } = await temporal.client.workflow.count(
      `TaskQueue = "${temporal.taskQueue}" and DocumentNumber = "HOU-DIV-7701129"`,
    );
    expect(count).toBeLessThanOrEqual(1);
    expect(await statusOf(orderToInvoiceWorkflowId(company, 'HOU-DIV-7701129'))).toBe('RUNNING');
  });

  test('passes by what was exported before the hub came', async () => {
    const list = under.imetal.client.listHeaders;
    under.imetal.client.listHeaders = async (_kind, request) => {
      const header = await under.imetal.client.findHeader('sales-invoice', 'HOU-DIV-7701');
      if (header === null) throw new Error('HOU-DIV-7701 is gone');
      return request.after === null
        ? []
        : [{ ...header, documentKey: 'HOU-DIV-7700', exportedAt: '2026-01-01T00:00:00Z' }];
    };
    expect(await look()).toMatchObject({ seen: 1, started: 0 });
    under.imetal.client.listHeaders = list;
  });
});
