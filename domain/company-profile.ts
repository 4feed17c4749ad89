import { z } from 'zod';
import { assignarProfileSchema } from './assignar-profile';
import { imetalProfileSchema } from './imetal-profile';

/** A company's profile: how its operations become its ledger, by the system it runs on. No secrets, no addresses. `companies/<company>.yaml`. */
export const companyProfileSchema = z.discriminatedUnion('source', [imetalProfileSchema, assignarProfileSchema]);

export type CompanyProfile = z.infer<typeof companyProfileSchema>;
