import type { Client } from '@temporalio/client';
import type { AssignarClient } from '../../clients/assignar/assignar-client';
import type { IntacctConstruction } from '../../clients/intacct/intacct-construction';
import type { CompanyProfiles } from '../../companies/company-profiles';
import type { GatewayDeps } from '../gateway-turns';

/** What the worker true-up works with. */
export interface TrueUpDeps extends GatewayDeps {
  profiles: CompanyProfiles;
  client: Client;
  taskQueue: string;
  assignar: (company: string) => Promise<AssignarClient>;
  intacctConstruction: (company: string) => Promise<IntacctConstruction>;
  /** Lets through what waited for a cause that is gone; returns how many documents were told. */
  releaseCause: (company: string, causeKey: string) => Promise<number>;
}

/** One run. */
export interface TrueUpReference {
  company: string;
  trueUpId: string;
}
