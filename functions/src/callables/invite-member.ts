import { inviteMember as contract } from '../contracts/index.ts';
import { appUrl, theStore } from '../environment.ts';
import { inviteMember as invite } from '../tenants/invitations.ts';
import { callable } from './callable.ts';

export const inviteMember = callable(contract, ({ uid }, input) =>
  invite(theStore(), Date.now(), appUrl(), uid, input),
);
