import { noPrice } from '../../src/contracts/index.ts';
import type { ModelPort } from '../../src/model/index.ts';
import type { TenantModels } from '../../src/tenants/tenant-models.ts';

/** Whatever a tenant chooses, this model answers, and costs nothing. */
export const oneModel = (port: ModelPort): TenantModels => ({
  of: () =>
    Promise.resolve({
      port,
      adminAgentId: '',
      name: 'Mother',
      persona: '',
      price: noPrice,
      model: 'the-model',
    }),
});
