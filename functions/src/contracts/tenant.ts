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

/** The tools that an agent's definition may allow beside ask_user and finish. */
export const toolName = z.enum(['calculate', 'current_time']);
export type ToolName = z.infer<typeof toolName>;

/** tenants/{tid}/agents/{id}: a saved definition that sub-agents are made from. */
export const agent = z.object({
  ...versioned,
  name: z.string(),
  description: z.string(),
  /** Free-form, lower case. */
  tags: z.array(z.string()),
  kind: z.literal('llm'),
  instructions: z.string(),
  tools: z.array(toolName),
  /** Whether Mother may use it. */
  orchestrationEnabled: z.boolean(),
  /** Something a person could say that needs this agent; shown on an empty chat. */
  examples: z.array(z.string()),
  createdAt: at,
});
export type Agent = z.infer<typeof agent>;
