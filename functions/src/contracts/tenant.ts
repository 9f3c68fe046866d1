import { z } from 'zod';
import { versioned } from './base.ts';
import { at } from './time.ts';

/** tenants/{tid}: a company, or a person's own. */
export const tenant = z.object({
  ...versioned,
  name: z.string(),
  plan: z.enum(['personal', 'company']),
  orchestration: z.object({
    /** Off: Mother answers and delegates nothing. */
    enabled: z.boolean(),
    /** How sure Mother has to be, 0 to 1, to answer for the person. */
    confidenceThreshold: z.number().min(0).max(1),
    persona: z.string(),
  }),
  createdAt: at,
});
export type Tenant = z.infer<typeof tenant>;

/** tenants/{tid}/members/{uid} */
export const member = z.object({
  ...versioned,
  uid: z.string(),
  role: z.enum(['owner', 'admin', 'member']),
  createdAt: at,
});
export type Member = z.infer<typeof member>;

/** tenants/{tid}/agents/{id}: a saved definition that sub-agents are made from. */
export const agent = z.object({
  ...versioned,
  name: z.string(),
  description: z.string(),
  /** Free-form, lower case. */
  tags: z.array(z.string()),
  kind: z.literal('llm'),
  instructions: z.string(),
  /** Names of the tools that it may call beside ask_user and finish; one that there is none for is passed over. */
  tools: z.array(z.string()),
  /** Whether Mother may use it. */
  orchestrationEnabled: z.boolean(),
  /** Something a person could say that needs this agent; shown on an empty chat. */
  examples: z.array(z.string()),
  createdAt: at,
});
export type Agent = z.infer<typeof agent>;
