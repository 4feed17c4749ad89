import type { Operator } from '../operator';

/** Every address that the command line uses, without passwords; null for what is not set. */
export interface AddressesInUse {
  hubDatabase: string | null;
  temporal: string | null;
  temporalNamespace: string;
  webUi: string | null;
  server: string | null;
  imetalLive: string | null;
  imetalGateway: string | null;
  assignar: string | null;
  intacctGateway: string | null;
  /** The sandbox's admin port; null for the real Intacct. */
  intacctAdmin: string | null;
}

/** Addresses by the environment, the company's own variables first, and by the stack on this machine. */
export function addressesInUse({ environment, localStack }: Operator, company: string): AddressesInUse {
  const prefix = `${company.toUpperCase().replaceAll('-', '_')}_`;
  const setting = (name: string) => environment[prefix + name] ?? environment[name] ?? null;
  const port = environment.HTTP_PORT;
  const server = port === undefined ? null : `http://${environment.HTTP_HOST ?? '127.0.0.1'}:${port}`;
  return {
    hubDatabase: withoutPassword(environment.DATABASE_URL ?? null),
    temporal: environment.TEMPORAL_ADDRESS ?? null,
    temporalNamespace: environment.TEMPORAL_NAMESPACE ?? 'default',
    webUi: environment.WEB_UI_URL ?? null,
    server,
    imetalLive: withoutPassword(setting('IMETAL_LIVE_URL')),
    imetalGateway: withoutPassword(setting('IMETAL_GATEWAY_URL')),
    assignar: setting('ASSIGNAR_API_URL'),
    intacctGateway: setting('INTACCT_ENDPOINT'),
    intacctAdmin: localStack?.addresses.intacctAdmin ?? null,
  };
}

function withoutPassword(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  url.password = '';
  return url.href;
}
