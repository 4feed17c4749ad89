import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CONTENT_MODELS } from '../../../sandbox/intacct/content-models';

const SCHEMA = resolve(__dirname, '../../../../shared/reference/intacct-api-3.0.xsd');
// Later than the published schema (facts 11.13), so not in it.
const ADDITIONS: Readonly<Record<string, readonly string[]>> = {
  control: ['showadditionalerrorinfo'],
  create_invoice: ['taxsolutionid'],
  create_aradjustment: ['taxsolutionid'],
  create_bill: ['taxsolutionid'],
  create_apadjustment: ['taxsolutionid'],
  lineitem: ['taskid', 'costtypeid', 'taxentries'],
};
const title = existsSync(SCHEMA)
  ? ''
  : ' (skipped: the published schema ../shared/reference/intacct-api-3.0.xsd is absent)';
const describeWithSchema = existsSync(SCHEMA) ? describe : describe.skip;

describeWithSchema(`content models follow the published schema${title}`, () => {
  it.each([
    'request',
    'control',
    'operation',
    'authentication',
    'login',
    'content',
    'create_invoice',
    'invoiceitems',
    'lineitem',
    'reverse_invoice',
    'create_aradjustment',
    'aradjustmentitems',
    'create_arpayment',
    'apply_arpayment',
    'reverse_arpayment',
    'arpaymentitems',
    'arpaymentitem',
    'datereceived',
    'paymentdate',
    'create_arterm',
    'create_apterm',
    'update_arterm',
    'update_apterm',
    'due',
    'discount',
    'penalty',
    'create_bill',
    'billitems',
    'payto',
    'returnto',
    'create_apadjustment',
    'apadjustmentitems',
    'create_taxdetail',
    'create_taxschedule',
    'create_taxscheduledetail',
    'create_statgltransaction',
    'statgltransactionentries',
    'glentry',
    'get_list',
    'expression',
    'logical',
    'sorts',
    'additional_parameters',
    'parameter',
    'billto',
    'shipto',
    'contact',
    'mailaddress',
    'customfields',
    'customfield',
    'datecreated',
    'dateposted',
    'datedue',
    'datereversed',
    'exchratedate',
  ])('%s holds the same elements in the same order', (element) => {
    const names = (CONTENT_MODELS[element] ?? '').match(/\w+/g) ?? [];
    const published = publishedOrder(element);
    expect(published).not.toEqual([]);
    expect(names.filter((name) => !ADDITIONS[element]?.includes(name))).toEqual(published);
  });
});

/** Names of the child elements of a top-level element, in the order of its declaration. */
function publishedOrder(element: string): string[] {
  const text = readFileSync(SCHEMA, 'utf8');
  const start = text.indexOf(`\n  <xs:element name="${element}">`);
  if (start === -1) return [];
  const declaration = text.slice(start + 1, text.indexOf('\n  </xs:element>', start));
  return [...declaration.matchAll(/<xs:element [^>]*?(?:ref|name)="(\w+)"/g)]
    .map((found) => found[1] as string)
    .slice(1);
}
