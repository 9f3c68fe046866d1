import { acceptInvitation as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { acceptInvitation as accept } from '../tenants/invitations.ts';
import { callable } from './callable.ts';

export const acceptInvitation = callable(contract, (caller, input) =>
  accept(theStore(), Date.now(), caller, input),
);
