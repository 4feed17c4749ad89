import type { Logger } from 'pino';
import { createImetalClient } from '../clients/imetal/create-imetal-client';
import { createImetalPools } from '../clients/imetal/create-pools';
import type { ImetalClient } from '../clients/imetal/imetal-client';
import { createIntacctClient } from '../clients/intacct/create-intacct-client';
import type { IntacctCall, IntacctClient } from '../clients/intacct/intacct-client';
import type { CompanyProfiles } from '../companies/company-profiles';
import { readCompanyConnections } from '../config';

/** The clients of every company, made once each and kept: they hold pools and sessions. */
export interface CompanyClients {
  imetal(company: string): ImetalClient;
  intacct(company: string): Promise<IntacctClient>;
  close(): Promise<void>;
}

/** Makes clients from the environment's connections and the profiles' limits. Throws ConfigError on first use of a company without. */
export function createCompanyClients(deps: {
  environment: NodeJS.ProcessEnv;
  profiles: CompanyProfiles;
  log: Logger;
  onIntacctCall: (call: IntacctCall) => void;
}): CompanyClients {
  const imetal = new Map<string, { client: ImetalClient; close: () => Promise<void> }>();
  const intacct = new Map<string, IntacctClient>();
  return {
    imetal(company) {
      const known = imetal.get(company);
      if (known !== undefined) return known.client;
      const connections = readCompanyConnections(deps.environment, company);
      const pools = createImetalPools(
        { liveUrl: connections.IMETAL_LIVE_URL, gatewayUrl: connections.IMETAL_GATEWAY_URL },
        (error) => deps.log.warn({ company, error: error.message }, 'iMetal connection lost'),
      );
      const client = createImetalClient(pools);
      imetal.set(company, { client, close: () => pools.close() });
      return client;
    },
    async intacct(company) {
      const known = intacct.get(company);
      if (known !== undefined) return known;
      const connections = readCompanyConnections(deps.environment, company);
      const { requestTimeoutMs } = (await deps.profiles.profile(company)).intacct;
      const client = createIntacctClient(
        {
          endpoint: connections.INTACCT_ENDPOINT,
          senderId: connections.INTACCT_SENDER_ID,
          senderPassword: connections.INTACCT_SENDER_PASSWORD,
          companyId: connections.INTACCT_COMPANY_ID,
          userId: connections.INTACCT_USER_ID,
          userPassword: connections.INTACCT_USER_PASSWORD,
          requestTimeoutMs,
        },
        { onCall: deps.onIntacctCall },
      );
      // Two first callers at once: keep the first, so that there is one session.
      if (!intacct.has(company)) intacct.set(company, client);
      return intacct.get(company) ?? client;
    },
    async close() {
      await Promise.all([...imetal.values()].map((known) => known.close()));
    },
  };
}
