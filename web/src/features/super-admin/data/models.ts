import {
  checkProvider,
  deleteAdminAgent,
  deleteProvider,
  listModels,
  saveAdminAgent,
  saveProvider,
} from 'functions/contracts';
import { collection, doc } from 'firebase/firestore';
import type { z } from 'zod';
import { db } from '../../../lib/firebase/firestore.ts';
import { call } from '../../../lib/firebase/functions.ts';

export type Models = z.infer<typeof listModels.output>;
export type Provider = Models['providers'][number];
export type AdminAgent = Models['adminAgents'][number];

export const modelsNow = (): Promise<Models> => call(listModels, {});

export const newModelId = (): string => doc(collection(db(), 'providers')).id;

export async function storeProvider(provider: z.input<typeof saveProvider.input>): Promise<void> {
  await call(saveProvider, provider);
}

/** Makes a real call; gives the provider's models. */
export const tryProvider = (providerId: string): Promise<z.infer<typeof checkProvider.output>> =>
  call(checkProvider, { providerId });

export async function removeProvider(providerId: string): Promise<void> {
  await call(deleteProvider, { providerId });
}

export async function storeAdminAgent(agent: z.input<typeof saveAdminAgent.input>): Promise<void> {
  await call(saveAdminAgent, agent);
}

export async function removeAdminAgent(adminAgentId: string): Promise<void> {
  await call(deleteAdminAgent, { adminAgentId });
}
