import { decimalText, divideRounded, scaledInteger } from './cents';
import { longNamedCustomer } from './finance-parties';
import type { FinancePort, OpenInvoice } from './finance-port';

type Step = (port: FinancePort, open: (invoiceNumber: string) => OpenInvoice, date: string) => Promise<void>;

const add = (amount: string, more: string): string => decimalText(scaledInteger(amount, 2) + scaledInteger(more, 2), 2);
const share = (amount: string, perCent: bigint): string =>
  decimalText(divideRounded(scaledInteger(amount, 2) * perCent, 100n), 2);

const banks: Readonly<Record<string, string>> = { 100: 'US-OPERATING', 200: 'CA-OPERATING', 300: 'UK-OPERATING' };
const whose = ({ customerId, entityId, currency }: OpenInvoice, date: string) => ({
  customerId,
  entityId,
  currency,
  date,
});

/** What customers pay on the sample day, and what finance does with it; each names an invoice of the fixed schedule. */
const receiptSteps: Readonly<Record<string, Step>> = {
  async 'a wire pays an invoice, of which a part was credited, in full'(port, open, date) {
    const { invoiceNumber, openAmount, ...invoice } = open('HOU-DIV-104233');
    const apply = [{ invoiceNumber, amount: openAmount }];
    const wire = { method: 'EFT', bankId: banks[invoice.entityId], reference: 'WIRE 88213' };
    await port.act('payment', { ...whose(open(invoiceNumber), date), ...wire, amount: openAmount, apply });
  },
  async 'a customer pays a part online'(port, open, date) {
    const invoice = open('HOU-DIV-104236');
    const amount = share(invoice.openAmount, 40n);
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount }];
    const online = { method: 'Online', reference: 'PAY-5512' };
    await port.act('payment', { ...whose(invoice, date), ...online, amount, apply });
  },
  async 'another pays at the counter, into undeposited funds'(port, open, date) {
    const invoice = open('TOR-INV-302021');
    const amount = share(invoice.openAmount, 60n);
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount }];
    await port.act('payment', { ...whose(invoice, date), method: 'Cash', reference: 'POS 3', amount, apply });
  },
  async 'one pays too much: the rest stays open on the payment'(port, open, date) {
    const invoice = open('DAL-DIV-204051');
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount: invoice.openAmount }];
    const amount = add(invoice.openAmount, '500.00');
    await port.act('payment', { ...whose(invoice, date), method: 'EFT', bankId: banks['100'], amount, apply });
  },
  async 'one takes a discount of 1%'(port, open, date) {
    const invoice = open('TOR-DIV-302017');
    const discount = share(invoice.openAmount, 1n);
    const amount = add(invoice.openAmount, `-${discount}`);
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount, discount }];
    await port.act('payment', { ...whose(invoice, date), method: 'EFT', bankId: banks['200'], amount, apply });
  },
  async 'Canadian dollars come in for a US entity at another rate'(port, open, date) {
    const invoice = open('HOU-DIV-104241');
    const amount = share(invoice.openAmount, 50n);
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount }];
    const foreign = { method: 'EFT', exchangeRate: '0.72110000', reference: 'SWIFT 0091' };
    await port.act('payment', { ...whose(invoice, date), ...foreign, amount, apply });
  },
  async 'a customer pays in advance, and a part of it is applied'(port, open, date) {
    const invoice = open('BHM-DIV-401009');
    await port.act('advance', { ...whose(invoice, date), method: 'EFT', bankId: banks['300'], amount: '5000.00' });
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount: '3200.00' }];
    await port.act('apply-advance', { customerId: invoice.customerId, date, apply });
  },
  async 'a cheque is returned by the bank'(port, open, date) {
    const invoice = open('HOU-DIV-104240');
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount: '25000.00' }];
    const cheque = { method: 'Printed Check', bankId: banks['100'], reference: 'CHECK 10233' };
    const { paymentKey } = await port.act('payment', { ...whose(invoice, date), ...cheque, amount: '25000.00', apply });
    await port.act('reverse-payment', { paymentKey, date, nsf: true });
  },
  async 'finance writes a credit memo of its own, and applies it'(port, open, date) {
    const invoice = open('HOU-DIV-104240');
    const memo = { number: 'FIN-CM-1', amount: '150.00', accountNo: '6810', description: 'Goodwill of finance' };
    await port.act('credit-memo', { ...whose(invoice, date), ...memo });
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount: '150.00' }];
    await port.act('apply-credit', { customerId: invoice.customerId, date, creditMemoNumber: memo.number, apply });
  },
  async 'and another one that stays open: a pending credit'(port, open, date) {
    const memo = { number: 'FIN-CM-2', amount: '90.00', accountNo: '6810', description: 'Late delivery, agreed' };
    await port.act('credit-memo', { ...whose(open('TOR-DIV-302020'), date), ...memo });
  },
  async 'a trifle is written off'(port, open, date) {
    const invoice = open('HOU-MIV-104243');
    const trifle = { number: 'FIN-WO-1', amount: '4.15', accountNo: '6810', invoiceNumber: invoice.invoiceNumber };
    await port.act('write-off', { ...whose(invoice, date), ...trifle });
  },
  async 'a customer whom operations do not know pays a part'(port, open, date) {
    const invoice = open('FIN-2026-118');
    if (invoice.customerId !== longNamedCustomer) throw new Error(`${invoice.invoiceNumber} is of another customer`);
    const apply = [{ invoiceNumber: invoice.invoiceNumber, amount: '750.00' }];
    await port.act('payment', {
      ...whose(invoice, date),
      method: 'EFT',
      bankId: banks['100'],
      amount: '750.00',
      apply,
    });
  },
};

/** Takes the day's money; the invoices must be posted. Returns what was done, in words. */
export async function takeReceipts(port: FinancePort, date: string): Promise<string[]> {
  for (const step of Object.values(receiptSteps)) {
    const invoices = await port.openInvoices();
    const open = (invoiceNumber: string): OpenInvoice => {
      const found = invoices.find((invoice) => invoice.invoiceNumber === invoiceNumber);
      if (found === undefined) throw new Error(`${invoiceNumber}: expected an open invoice in Intacct, found none`);
      return found;
    };
    await step(port, open, date);
  }
  return Object.keys(receiptSteps);
}
