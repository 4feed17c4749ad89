import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';

/** The hub's key of the company, such as `gulf-metals`. */
export const Company = defineSearchAttributeKey('Company', SearchAttributeType.KEYWORD);
/** The business flow: the workflow type in words an operator filters by. */
export const Flow = defineSearchAttributeKey('Flow', SearchAttributeType.KEYWORD);
export const SourceSystem = defineSearchAttributeKey('SourceSystem', SearchAttributeType.KEYWORD);
/** The source's document number, such as `HOU-DIV-104233`. */
export const DocumentNumber = defineSearchAttributeKey('DocumentNumber', SearchAttributeType.KEYWORD);
/** Code of the customer or supplier; never a name (search attributes are not encrypted). */
export const Party = defineSearchAttributeKey('Party', SearchAttributeType.KEYWORD);
export const Entity = defineSearchAttributeKey('Entity', SearchAttributeType.KEYWORD);
export const PostingStatus = defineSearchAttributeKey('PostingStatus', SearchAttributeType.KEYWORD);
/** Why a posting is parked: a code of docs/errors.md. */
export const ReasonCode = defineSearchAttributeKey('ReasonCode', SearchAttributeType.KEYWORD);

/** Every custom search attribute of the hub; SQL visibility allows ten keywords in all (facts/temporal.md 2.11). */
export const searchAttributes = [
  Company,
  Flow,
  SourceSystem,
  DocumentNumber,
  Party,
  Entity,
  PostingStatus,
  ReasonCode,
] as const;

/** By which an operator who knows only the Web UI finds the true-ups of a company. */
export function trueUpAttributes(company: string): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: Company, value: company },
    { key: Flow, value: 'worker-true-up' },
    { key: SourceSystem, value: 'assignar' },
  ]);
}
