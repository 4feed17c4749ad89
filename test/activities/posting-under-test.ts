import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { createCallMeter } from '../../activities/call-meter';
import type { GatewayDeps } from '../../activities/gateway-turns';
import { createPostingActivities } from '../../activities/post-plan';
import type { CompanyProfiles } from '../../companies/company-profiles';
import { createRequestSlots } from '../../db/request-slots';
import type { CompanyProfile } from '../../domain/company-profile';
import type { DocumentReference, PostResult } from '../../domain/posting';
import { documentOf } from '../db/planned-document';
import { buildProfile } from '../mappings/source-invoice-builder';
import { createFakeIntacct, type FakeIntacct } from './fake-intacct';

export interface PostingUnderTest {
  intacct: FakeIntacct;
  /** What else asks the gateway works with the same. */
  gateway: GatewayDeps & { profiles: CompanyProfiles };
  post(documentKey: string | DocumentReference): Promise<PostResult>;
  /** The failure of an attempt that Temporal would see. */
  failure(document: string | DocumentReference): Promise<ApplicationFailure>;
  close(): Promise<void>;
}

/** An activity's surroundings, in which its log goes nowhere. */
export function quietActivity(
  info: ConstructorParameters<typeof MockActivityEnvironment>[0] = {},
): MockActivityEnvironment {
  return new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR', () => undefined) });
}

/** Profiles of one company that is always the same. */
export function profilesOf(profile: CompanyProfile): CompanyProfiles {
  return { companies: async () => [profile.company], profile: async () => profile };
}

/** The posting activity over a fake Intacct and a real ledger. */
export function createPostingUnderTest(
  pool: Pool,
  signInProbeSeconds = 60,
  profile: CompanyProfile = buildProfile(),
): PostingUnderTest {
  const intacct = createFakeIntacct();
  const slots = createRequestSlots(pool);
  const gateway: PostingUnderTest['gateway'] = {
    pool,
    profiles: profilesOf(profile),
    slots,
    meter: createCallMeter(pool, pino({ level: 'silent' })),
    signInProbeSeconds,
  };
  const { postPlan } = createPostingActivities({ ...gateway, intacct: async () => intacct.client });
  const post = (document: string | DocumentReference) =>
    quietActivity().run(
      postPlan,
      typeof document === 'string' ? documentOf(document) : document,
    ) as Promise<PostResult>;
  return {
    intacct,
    gateway,
    post,
    failure: async (document) => {
      const failure = await post(document).then(
        (result) => {
          throw new Error(`${JSON.stringify(document)}: expected a failure, came ${JSON.stringify(result)}`);
        },
        (error: unknown) => error,
      );
      if (failure instanceof ApplicationFailure) return failure;
      throw failure;
    },
    close: () => slots.close(),
  };
}
