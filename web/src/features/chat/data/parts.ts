import { type ChatRef, type Part, part, paths } from 'functions/contracts';
import { collection } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** What has been streamed of one message. `joinParts` knows which of it counts. */
export const partsOf = (ref: ChatRef, messageId: string): Source<Listing<Part>> =>
  listing(collection(db(), paths.parts(ref, messageId)), part);
