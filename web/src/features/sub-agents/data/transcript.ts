import { type ChatRef, paths, type SubAgentMessage, subAgentMessage } from 'functions/contracts';
import { collection, limit, orderBy, query } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

const SHOWN = 400;

/** Everything that a sub-agent was told, said, called and got back, in order. */
export const transcriptOf = (ref: ChatRef, subAgentId: string): Source<Listing<SubAgentMessage>> =>
  listing(
    query(collection(db(), paths.transcript(ref, subAgentId)), orderBy('index'), limit(SHOWN)),
    subAgentMessage,
  );
