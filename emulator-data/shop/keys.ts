/** The keys of the demo shop. They open nothing else, and stand in the documentation. */
export const demoKeys = {
  consumerKey: 'ck_demo_0000000000000000000000000000000000001042',
  consumerSecret: 'cs_demo_0000000000000000000000000000000000004900',
} as const;
