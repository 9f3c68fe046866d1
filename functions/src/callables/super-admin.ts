import { AppError } from '../contracts/index.ts';
import type { Caller } from './callable.ts';

/** What concerns all tenants is for who runs the deployment. @throws AppError `not_allowed` */
export function requireSuperAdmin({ uid, isSuperAdmin }: Caller): void {
  if (!isSuperAdmin) throw new AppError('not_allowed', `${uid} is no super-admin`);
}
