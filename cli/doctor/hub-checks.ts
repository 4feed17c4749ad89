import type { Pool } from 'pg';
import { selectPauseStanding } from '../../db/company-status';
import { findMissingMigrations, readHubClock, selectStuckPostings } from '../../db/hub-health';
import { timeText } from '../output/time-text';
import { type Check, checkClock } from './checkup';

// The gateway cuts a request after 15 minutes at the latest; most are over in one. After this a person should look.
const stuckAfterSeconds = 600;

/** The hub's own database: reachable, of this version, on time. */
export function hubChecks(pool: Pool): Check[] {
  const remedy = 'check DATABASE_URL, and that PostgreSQL runs';
  return [
    {
      name: 'hub database',
      remedy,
      async make() {
        const missing = await findMissingMigrations(pool);
        const faults = missing.map((migration) => ({
          subject: migration,
          what: 'this migration has not been made in the hub database',
          remedy: 'start the worker or the server of this version, or run the migrations',
        }));
        return { seen: 'reachable, migrations up to date', faults };
      },
    },
    { name: 'hub database clock', remedy, make: () => checkClock('the hub database', () => readHubClock(pool)) },
  ];
}

/** What waits in the ledger for a person: a paused company, postings whose outcome nobody found out. */
export function ledgerChecks(pool: Pool, company: string): Check[] {
  const remedy = 'see the fault of the hub database';
  return [
    {
      name: 'pauses',
      remedy,
      async make() {
        const pause = await selectPauseStanding(pool, company);
        if (pause === null) return { seen: `${company} is not paused`, faults: [] };
        const what = `paused since ${timeText(pause.paused_at)} after ${pause.refusals} refused sign-ins: ${pause.message}`;
        const act = `correct the sign-in in the settings or in Intacct, then: intacct-pipelines resume ${company}`;
        return { seen: `${company} is paused`, faults: [{ subject: company, what, remedy: act }] };
      },
    },
    {
      name: 'stuck postings',
      remedy,
      async make() {
        const stuck = await selectStuckPostings(pool, company, stuckAfterSeconds);
        const faults = stuck.map(({ document_key: document, purpose, state, sent_at: sentAt }) => ({
          subject: `${document} ${purpose}`,
          what: `${state} since ${timeText(sentAt)}: whether Intacct has it is not known yet`,
          remedy: `see that a worker runs and Intacct answers; its flow looks the document up before it sends again (intacct-pipelines show ${document})`,
        }));
        return { seen: `none sent more than ${stuckAfterSeconds / 60} minutes ago without an outcome`, faults };
      },
    },
  ];
}
