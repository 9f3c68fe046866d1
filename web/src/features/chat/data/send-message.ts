import { type ChatRef, paths } from 'functions/contracts';
import { collection, doc, setDoc } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { messageDocument, type Outgoing } from './outgoing.ts';

/** Resolves once the server has it; rejects if the rules deny it. The page shows it at once. */
export const sendMessage = (ref: ChatRef, outgoing: Outgoing): Promise<void> =>
  setDoc(doc(collection(db(), paths.messages.all(ref))), messageDocument(outgoing));
