import {
  MOTHER,
  SCHEMA_VERSION,
  limits,
  motherState,
  subAgentState,
  type ActorState,
  type MotherState,
} from '../contracts/index.ts';
import { emptyMemory } from '../machine/memory.ts';
import { parse } from '../store/documents.ts';
import type { StoredDocument } from '../store/port.ts';

export const parseMother = (document: StoredDocument) => parse(document, motherState);
export const parseSubAgent = (document: StoredDocument) => parse(document, subAgentState);

/** Of any actor whom nobody has woken yet. */
export const unclaimed = {
  owner: null,
  leaseEndsAt: null,
  epoch: 0,
  rev: 0,
  step: 0,
  attempts: 0,
  dueAt: null,
  commitId: '',
  allotment: null,
} as const;

/** Mother's state before her first turn in a chat. */
export const firstMotherState = (tenantId: string): MotherState => ({
  schemaVersion: SCHEMA_VERSION,
  kind: 'mother',
  actorId: MOTHER,
  tenantId,
  ...unclaimed,
  memory: emptyMemory,
  tasks: [],
  questions: [],
  unasked: 0,
  sends: null,
  turn: null,
});

export const isLeased = (state: ActorState, now: number): boolean =>
  state.leaseEndsAt !== null && state.leaseEndsAt > now;

/** The owner before died or hung: its lease has run out without having been given back. */
export const isLapsed = (state: ActorState, now: number): boolean =>
  state.leaseEndsAt !== null && state.leaseEndsAt <= now;

/** Takes the lease. A take-over of one that ran out counts as an attempt. */
export const claimed = <S extends ActorState>(state: S, owner: string, now: number): S => ({
  ...state,
  owner,
  leaseEndsAt: now + limits.leaseMs,
  epoch: state.epoch + 1,
  attempts: isLapsed(state, now) ? state.attempts + 1 : state.attempts,
  dueAt: null,
});

/** Gives the lease back. */
export const released = <S extends ActorState>(state: S): S => ({ ...state, owner: null, leaseEndsAt: null });
