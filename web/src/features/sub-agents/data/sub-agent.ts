import { type ChatRef, paths, type SubAgent, subAgent } from 'functions/contracts';
import { doc } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { document, type Single } from '../../../lib/subscription/document.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** The sub-agent that is being looked at. */
export const inspectedSubAgent = (ref: ChatRef, subAgentId: string): Source<Single<SubAgent>> =>
  document(doc(db(), paths.subAgents.one(ref, subAgentId)), subAgent);
