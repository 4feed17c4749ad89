import { companyRecord, type FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';

/** Where money goes: a bank or an account of undeposited funds. */
export interface CashAccount {
  readonly accountNo: string;
  /** Entity of the bank; empty when it belongs to all. */
  readonly entityId: string;
}

/** The GL account of a bank, or an active one for undeposited funds; exactly one of the two is named (facts/intacct.md 8.10). */
export function cashAccountOf(call: FunctionCall, bankId: string, undepositedAccountNo: string): CashAccount {
  if ((bankId === '') === (undepositedAccountNo === '')) {
    return refuseFormat('Either a financial entity or an undeposited funds account is required, not both.');
  }
  if (bankId !== '') {
    const bank = call.books.get('CHECKINGACCOUNT', bankId);
    if (!bank) return refuseAsInvalid(`Invalid bank account '${bankId}' specified.`, 'SIM-BANK');
    if (bank.STATUS !== 'active') refuseAsInvalid(`Bank account '${bankId}' is inactive.`, 'SIM-BANK-INACTIVE');
    return { accountNo: bank.GLACCOUNTNO as string, entityId: bank.LOCATIONID ?? '' };
  }
  const account = call.books.get('GLACCOUNT', undepositedAccountNo);
  if (!account) refuseAsInvalid(`Invalid GL account '${undepositedAccountNo}' specified.`, 'SIM-ACCOUNT');
  if (account?.STATUS !== 'active')
    refuseAsInvalid(`Account '${undepositedAccountNo}' is inactive.`, 'SIM-ACCOUNT-INACTIVE');
  const expected = companyRecord(call.books).UNDEPOSITEDACCOUNT ?? '';
  if (expected !== '' && expected !== undepositedAccountNo) {
    refuseAsInvalid(`Account '${undepositedAccountNo}' is not an undeposited funds account.`, 'SIM-NOT-UNDEPOSITED');
  }
  return { accountNo: undepositedAccountNo, entityId: '' };
}

/** Refuses a bank of another entity than the documents'. */
export function refuseBankOfOtherEntity(cash: CashAccount, entityId: string): void {
  if (cash.entityId === '' || cash.entityId === entityId) return;
  refuseAsInvalid(`The bank account belongs to entity '${cash.entityId}', not to '${entityId}'.`, 'SIM-BANK-ENTITY');
}
