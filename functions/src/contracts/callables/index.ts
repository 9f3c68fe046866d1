export * from './agents.ts';
export * from './chats.ts';
export * from './contract.ts';
export * from './super-admin.ts';
export * from './tenants.ts';
