import { z } from 'zod';
import { askAdmin } from '../admin-port';

const statementsSchema = z.array(
  z.looseObject({
    customerId: z.string(),
    items: z.array(
      z.looseObject({
        kind: z.string(),
        documentNumber: z.string(),
        entityId: z.string(),
        currency: z.string(),
        openAmount: z.string(),
      }),
    ),
  }),
);

/** An invoice that is open in Intacct; amounts in document currency. */
export interface OpenInvoice {
  customerId: string;
  invoiceNumber: string;
  entityId: string;
  currency: string;
  openAmount: string;
}

/** Finance's keyboard: acts, masters and statements of the Intacct sandbox's admin port. */
export interface FinancePort {
  /** Keys of what was written, for example `{ paymentKey: '41' }`; throws with Intacct's words when it is refused. */
  act(name: string, body: object): Promise<Record<string, string>>;
  put(kind: string, id: string, item: object): Promise<void>;
  patch(kind: string, id: string, change: object): Promise<void>;
  /** Every open invoice, by customer and number. */
  openInvoices(): Promise<OpenInvoice[]>;
}

/** The keyboard at an admin port, for example `http://127.0.0.1:8182`. */
export function createFinancePort(intacctAdminUrl: string): FinancePort {
  const master = (kind: string, id: string): string => `masters/${kind}/${encodeURIComponent(id)}`;
  return {
    async act(name, body) {
      return z.record(z.string(), z.string()).parse(await askAdmin(intacctAdminUrl, 'POST', `acts/${name}`, body));
    },
    async put(kind, id, item) {
      await askAdmin(intacctAdminUrl, 'PUT', master(kind, id), item);
    },
    async patch(kind, id, change) {
      await askAdmin(intacctAdminUrl, 'PATCH', master(kind, id), change);
    },
    async openInvoices() {
      const statements = statementsSchema.parse(await askAdmin(intacctAdminUrl, 'GET', 'receivables'));
      return statements
        .flatMap(({ customerId, items }) =>
          items
            .filter(({ kind }) => kind === 'invoice')
            .map(({ documentNumber, entityId, currency, openAmount }) => {
              return { customerId, invoiceNumber: documentNumber, entityId, currency, openAmount };
            }),
        )
        .sort((left, right) => (left.invoiceNumber < right.invoiceNumber ? -1 : 1));
    },
  };
}
