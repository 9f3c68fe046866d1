import { z } from 'zod';

/** Makes the person's own tenant with its starter agents, once; calling it again gives the same. */
export const createPersonalTenant = {
  name: 'createPersonalTenant',
  input: z.strictObject({}),
  output: z.object({ tenantId: z.string() }),
} as const;

/** The personal tenant's id follows from the person's, so that two first sign-ins at once make one tenant. */
export const personalTenantId = (uid: string): string => `personal-${uid}`;
