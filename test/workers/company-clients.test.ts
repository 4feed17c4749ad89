import { pino } from 'pino';
import { createCompanyClients } from '../../workers/company-clients';
import { profilesOf } from '../activities/posting-under-test';
import { buildProfile } from '../mappings/source-invoice-builder';

// No server answers there: what gets as far as asking it was taken for a document of its kind.
const nowhere = 'postgresql://nobody@127.0.0.1:1/none';
const environment = {
  TEST_METALS_IMETAL_LIVE_URL: nowhere,
  TEST_METALS_IMETAL_GATEWAY_URL: nowhere,
  TEST_METALS_IMETAL_IMPORT_URL: nowhere,
  TEST_METALS_INTACCT_ENDPOINT: 'http://127.0.0.1:1/ia/xml/xmlgw.phtml',
  TEST_METALS_INTACCT_SENDER_ID: 'sender',
  TEST_METALS_INTACCT_SENDER_PASSWORD: 'secret',
  TEST_METALS_INTACCT_COMPANY_ID: 'TEST',
  TEST_METALS_INTACCT_USER_ID: 'user',
  TEST_METALS_INTACCT_USER_PASSWORD: 'secret',
};

test("sales documents are told by the types of the company's profile", async () => {
  const profile = buildProfile();
  const credits = { ...profile.credits, types: ['CN'] };
  const clients = createCompanyClients({
    environment,
    profiles: profilesOf({ ...profile, invoiceTypes: ['SIN'], credits }),
    log: pino({ level: 'silent' }),
    onIntacctCall: () => undefined,
  });
  const imetal = clients.imetal(profile.company);
  const unanswered = { name: 'Transport' };
  await expect(imetal.readSalesCredit('HOU-CN-1')).rejects.toMatchObject(unanswered);
  await expect(imetal.readSalesInvoice('HOU-SIN-1')).rejects.toMatchObject(unanswered);
  expect(await imetal.readSalesCredit('HOU-CRN-1')).toEqual({ kind: 'not-found' });
  await clients.close();
});
