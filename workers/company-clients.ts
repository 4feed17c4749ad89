import type { Logger } from 'pino';
import type { AssignarCall, AssignarClient } from '../clients/assignar/assignar-client';
import type { AssignarAccess } from '../clients/assignar/connection';
import { createAssignarClient } from '../clients/assignar/create-assignar-client';
import { createImetalClient } from '../clients/imetal/create-imetal-client';
import { createImetalImports } from '../clients/imetal/create-imetal-imports';
import { createImetalMasters } from '../clients/imetal/create-imetal-masters';
import { createImetalPools, type ImetalPools } from '../clients/imetal/create-pools';
import type { ImetalClient } from '../clients/imetal/imetal-client';
import type { ImetalImports } from '../clients/imetal/imetal-imports';
import type { ImetalMasters } from '../clients/imetal/imetal-masters';
import { createIntacctClient } from '../clients/intacct/create-intacct-client';
import { createIntacctConstruction } from '../clients/intacct/create-intacct-construction';
import { createIntacctMasters } from '../clients/intacct/create-intacct-masters';
import { createIntacctReceivables } from '../clients/intacct/create-intacct-receivables';
import type { IntacctCall, IntacctClient } from '../clients/intacct/intacct-client';
import type { IntacctConstruction } from '../clients/intacct/intacct-construction';
import type { IntacctMasters } from '../clients/intacct/intacct-masters';
import type { IntacctReceivables } from '../clients/intacct/intacct-receivables';
import { assignarProfileOf, type CompanyProfiles, imetalProfileOf } from '../companies/company-profiles';
import { readAssignarConnections, readCompanyConnections, readImetalConnections } from '../config';
import type { RecordFilter } from '../domain/assignar-profile';

// The importer comes by every few seconds; away for longer, the engine's retries take over.
const importPatience = { patienceMs: 30_000, lookEveryMs: 200 };

/** The clients of every company, made once each and kept: they hold pools and sessions. */
export interface CompanyClients {
  imetal(company: string): ImetalClient;
  imetalMasters(company: string): ImetalMasters;
  imports(company: string): Promise<ImetalImports>;
  intacctMasters(company: string): Promise<IntacctMasters>;
  intacctReceivables(company: string): Promise<IntacctReceivables>;
  intacctConstruction(company: string): Promise<IntacctConstruction>;
  intacct(company: string): Promise<IntacctClient>;
  assignar(company: string): Promise<AssignarClient>;
  close(): Promise<void>;
}

/** Makes clients from the environment's connections and the profiles' limits. Throws ConfigError on first use of a company without. */
export function createCompanyClients(deps: {
  environment: NodeJS.ProcessEnv;
  profiles: CompanyProfiles;
  log: Logger;
  onIntacctCall: (call: IntacctCall) => void;
  onAssignarCall?: (call: AssignarCall) => void;
  onAssignarAccess?: (company: string, access: AssignarAccess) => Promise<void>;
}): CompanyClients {
  const imetal = new Map<string, ImetalPools & { client: ImetalClient; masters: ImetalMasters }>();
  const intacct = new Map<string, IntacctClient>();
  const assignar = new Map<string, AssignarClient>();
  const imetalOf = (company: string) => {
    const known = imetal.get(company);
    if (known !== undefined) return known;
    const connections = readImetalConnections(deps.environment, company);
    const pools = createImetalPools(
      {
        liveUrl: connections.IMETAL_LIVE_URL,
        gatewayUrl: connections.IMETAL_GATEWAY_URL,
        importUrl: connections.IMETAL_IMPORT_URL,
      },
      (error) => deps.log.warn({ company, error: error.message }, 'iMetal connection lost'),
    );
    const salesTypes = async () => {
      const { invoiceTypes, credits } = await imetalProfileOf(deps.profiles, company);
      return { invoiceTypes, creditTypes: credits.types };
    };
    const client = createImetalClient({ ...pools, salesTypes });
    const made = { ...pools, client, masters: createImetalMasters(pools) };
    imetal.set(company, made);
    return made;
  };
  return {
    imetal: (company) => imetalOf(company).client,
    imetalMasters: (company) => imetalOf(company).masters,
    async imports(company) {
      const { imports } = (await imetalProfileOf(deps.profiles, company)).masters;
      return createImetalImports(imetalOf(company).imports, imports, importPatience);
    },
    async intacctMasters(company) {
      return createIntacctMasters(await this.intacct(company));
    },
    async intacctReceivables(company) {
      return createIntacctReceivables(await this.intacct(company));
    },
    async intacctConstruction(company) {
      const { filters } = await assignarProfileOf(deps.profiles, company);
      const fieldsOf = ({ customField }: RecordFilter) => (customField === undefined ? [] : [customField.field]);
      return createIntacctConstruction(await this.intacct(company), {
        employees: fieldsOf(filters.employees),
        items: fieldsOf(filters.items),
        projects: fieldsOf(filters.projects),
      });
    },
    async assignar(company) {
      const known = assignar.get(company);
      if (known !== undefined) return known;
      const connections = readAssignarConnections(deps.environment, company);
      const profile = await assignarProfileOf(deps.profiles, company);
      const { requestTimeoutMs, pageSize, modifiedField, workerFields, extraFields } = profile.assignar;
      const client = createAssignarClient(
        {
          tokenUrl: connections.ASSIGNAR_TOKEN_URL,
          apiUrl: connections.ASSIGNAR_API_URL,
          clientId: connections.ASSIGNAR_CLIENT_ID,
          clientSecret: connections.ASSIGNAR_CLIENT_SECRET,
          scope: connections.ASSIGNAR_SCOPE,
          requestTimeoutMs,
        },
        {
          pageSize,
          modifiedField,
          workerFields,
          extraFields,
          timeZone: profile.projects.timeZone,
          onCall: deps.onAssignarCall ?? (() => undefined),
          onAccess: async (access) => deps.onAssignarAccess?.(company, access),
        },
      );
      // Two first callers at once: keep the first, so that there is one token.
      if (!assignar.has(company)) assignar.set(company, client);
      return assignar.get(company) ?? client;
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
