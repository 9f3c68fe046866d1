import type { Chat } from 'functions/contracts';
import { createContext, use } from 'react';
import { LOADING, type Listing } from '../lib/subscription/listing.ts';

/** All chats of the person, for what is not about one of them alone. */
export const ChatsContext = createContext<Listing<Chat>>(LOADING);

export const useChats = (): Listing<Chat> => use(ChatsContext);
