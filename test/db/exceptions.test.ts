import { closeExceptions, type ExceptionContext, replaceExceptions, selectOpenExceptions } from '../../db/exceptions';
import { causeKey, type PostingException } from '../../domain/exception';
import { useHubDatabase } from './hub-database';
import { company } from './planned-document';

const hub = useHubDatabase();

const customerUnknown: PostingException = {
  code: 'CUSTOMER_UNKNOWN',
  field: 'customer',
  expected: 'a customer that is in Intacct',
  actual: 'C00112',
  message: 'HOU-DIV-1: customer C00112 is not in Intacct',
  causeKey: causeKey.customer('C00112'),
};
const periodClosed: PostingException = { ...customerUnknown, code: 'PERIOD_CLOSED', causeKey: null };

const contextOf = (documentKey: string): ExceptionContext => ({
  company,
  flow: 'order-to-invoice',
  documentKey,
  amount: '100.00',
  currency: 'USD',
  workflowId: `order-to-invoice/${company}/${documentKey}`,
});

test('all reasons of a document stay open, in the order found, until they are replaced', async () => {
  await replaceExceptions(hub.pool(), contextOf('HOU-DIV-1'), [customerUnknown, periodClosed]);
  expect(await selectOpenExceptions(hub.pool(), company, 'HOU-DIV-1')).toEqual([customerUnknown, periodClosed]);
  await replaceExceptions(hub.pool(), contextOf('HOU-DIV-1'), [periodClosed]);
  expect(await selectOpenExceptions(hub.pool(), company, 'HOU-DIV-1')).toEqual([periodClosed]);
});

test('a closed exception keeps why, with its money, and is not closed twice', async () => {
  await replaceExceptions(hub.pool(), contextOf('HOU-DIV-2'), [customerUnknown]);
  await closeExceptions(hub.pool(), company, 'HOU-DIV-2', 'posted');
  await closeExceptions(hub.pool(), company, 'HOU-DIV-2', 'abandoned: too late');
  const { rows } = await hub
    .pool()
    .query("select code, amount, currency, closed_because from exceptions where document_key = 'HOU-DIV-2'");
  expect(rows).toEqual([{ code: 'CUSTOMER_UNKNOWN', amount: '100.00', currency: 'USD', closed_because: 'posted' }]);
});

test('closing one document leaves others unaffected', async () => {
  await replaceExceptions(hub.pool(), contextOf('HOU-DIV-3'), [customerUnknown]);
  await replaceExceptions(hub.pool(), contextOf('HOU-DIV-4'), [customerUnknown]);
  await closeExceptions(hub.pool(), company, 'HOU-DIV-3', 'posted');
  await closeExceptions(hub.pool(), 'another-company', 'HOU-DIV-4', 'posted');
  expect(await selectOpenExceptions(hub.pool(), company, 'HOU-DIV-4')).toEqual([customerUnknown]);
});
