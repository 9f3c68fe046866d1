import { limits, motherState, subAgentState, type ActorState } from '../contracts/index.ts';
import { parse } from '../store/documents.ts';
import type { StoredDocument } from '../store/port.ts';

export const parseMother = (document: StoredDocument) => parse(document, motherState);
export const parseSubAgent = (document: StoredDocument) => parse(document, subAgentState);

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
