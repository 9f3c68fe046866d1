import { z } from 'zod';
import { budgetLimits, versioned } from './base.ts';
import { limits } from './limits.ts';
import { at } from './time.ts';

/**
 * `owner`: one per tenant; all that an admin may, and hands the tenant over. `admin`: settings, agents, connections,
 * members, runs. `member`: chats.
 */
export const role = z.enum(['owner', 'admin', 'member']);
export type Role = z.infer<typeof role>;

/** Owners and admins may change what belongs to the whole tenant. */
export const mayAdminister = (held: Role): boolean => held !== 'member';

const settings = {
  /** Off: Mother answers and delegates nothing. */
  enabled: z.boolean(),
  /** The admin agent that is Mother here; null: the deployment's own model. */
  adminAgentId: z.string().nullable(),
  /** How sure Mother has to be, 0 to 1, to answer for the person. */
  confidenceThreshold: z.number().min(0).max(1),
  /** What the tenant adds to the admin agent's persona. */
  persona: z.string().max(limits.personaLength),
};

const { mostParallelTasks, parallelTasks, messagesPerMinute } = limits;
const settingsLimits = {
  parallelTasks: z.int().min(1).max(mostParallelTasks),
  messagesPerMinute: z.int().min(1).max(messagesPerMinute),
};

/** How a tenant uses orchestration. */
export const orchestration = z.object({
  ...settings,
  adminAgentId: settings.adminAgentId.default(null),
  limits: z
    .object({
      parallelTasks: settingsLimits.parallelTasks.default(parallelTasks),
      messagesPerMinute: settingsLimits.messagesPerMinute.default(messagesPerMinute),
    })
    .prefault({}),
  /** What a month may cost; what is null is not bounded. */
  budget: budgetLimits.prefault({}),
});
export type Orchestration = z.infer<typeof orchestration>;

const { tokens, micros } = budgetLimits.shape;

/** What an admin changes of it. What is not named stays as it is, whoever changed it meanwhile. */
export const orchestrationChanges = z
  .strictObject({
    ...settings,
    limits: z.strictObject(settingsLimits).partial(),
    budget: z.strictObject({ tokens: tokens.unwrap(), micros: micros.unwrap() }).partial(),
  })
  .partial();
export type OrchestrationChanges = z.infer<typeof orchestrationChanges>;

/** The settings with what an admin changes of them. */
export const withChanges = (
  { limits: bounds, budget, ...rest }: Orchestration,
  changes: OrchestrationChanges,
): Orchestration =>
  orchestration.parse({
    ...rest,
    ...changes,
    limits: { ...bounds, ...changes.limits },
    budget: { ...budget, ...changes.budget },
  });

/** What a new tenant begins with. */
export const defaultOrchestration: Orchestration = orchestration.parse({
  enabled: true,
  confidenceThreshold: 0.75,
  persona: '',
});

/** tenants/{tid}: a company, or a person's own. */
export const tenant = z.object({
  ...versioned,
  name: z.string().min(1).max(limits.nameLength),
  plan: z.enum(['personal', 'company']),
  orchestration,
  /** Moves whenever something is added of which the tenant, or whose own it is, may have only so many. */
  countedAt: at.nullable().default(null),
  createdAt: at,
});
export type Tenant = z.infer<typeof tenant>;

/** tenants/{tid}/members/{uid}. Name and address are what the person's account said when they joined. */
export const member = z.object({
  ...versioned,
  uid: z.string(),
  role,
  name: z.string().default(''),
  email: z.string().default(''),
  createdAt: at,
});
export type Member = z.infer<typeof member>;

/**
 * tenants/{tid}/invitations/{id}: who is asked to join. It is accepted with the secret of its link, of which only the
 * hash is kept, by an account whose verified address is `email`.
 */
export const invitation = z.object({
  ...versioned,
  email: z.string(),
  role: z.enum(['admin', 'member']),
  status: z.enum(['open', 'accepted', 'revoked']),
  invitedBy: z.string(),
  /** SHA-256 of the link's secret, hexadecimal. */
  secretHash: z.string(),
  /** The e-mails to this address, each within a day of the one before. */
  sends: z.int().default(1),
  createdAt: at,
  expiresAt: at,
});
export type Invitation = z.infer<typeof invitation>;

/**
 * tenants/{tid}/jobs/{id}: work on many chats that a change of the tenant brings, done in bounded steps and gone on with
 * by the sweeper wherever it was cut off. Removed when done.
 */
export const job = z.object({
  ...versioned,
  kind: z.discriminatedUnion('type', [
    /** Closes the chats of somebody who is no longer a member, and ends what runs there. */
    z.object({ type: z.literal('close_chats'), uid: z.string() }),
    /** Ends what runs in all chats, because orchestration was switched off. */
    z.object({ type: z.literal('end_tasks') }),
  ]),
  createdAt: at,
});
export type Job = z.infer<typeof job>;

/** mail/{id}: an outgoing e-mail, in the form of Firebase's extension "Trigger Email". */
export const outgoingMail = z.object({
  to: z.array(z.string()),
  message: z.object({ subject: z.string(), text: z.string() }),
});
export type OutgoingMail = z.infer<typeof outgoingMail>;
