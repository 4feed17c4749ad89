import type { ObjectDraft } from '../object-draft';

/** Who changed or deleted what, and when (facts/intacct.md section 8: deletes leave no other trace). Field names are unconfirmed. */
export const AUDIT_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'AUDITHISTORY',
    label: 'AuditHistory',
    naturalKey: 'RECORDNO',
    fields: `ID integer r, OBJECTTYPE r, OBJECTKEY r, OBJECTDESC r, USERID r, ACCESSTIME timestamp r, ACCESSMODE r, SOURCE r, IPADDRESS r,
      WORKFLOWACTION r`,
    writable: [],
  },
];
