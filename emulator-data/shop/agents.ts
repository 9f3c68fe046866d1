import { shopTools } from '../../functions/src/connectors/woocommerce/index.ts';
import { agentDefinition, type AgentDefinition } from '../../functions/src/contracts/index.ts';

// The agents of a company with the demo shop, by id. Whoever seeds them gives them the connection.

export const shopAgents: Readonly<Record<'shop-assistant' | 'order-status', AgentDefinition>> = {
  'shop-assistant': agentDefinition.parse({
    name: 'Shop assistant',
    description:
      'Looks after the web shop: finds orders, says where a parcel is, refunds, checks and makes discount codes.',
    tags: ['shop', 'order', 'refund', 'parcel', 'customer', 'discount code', 'coupon', 'product', 'sales'],
    kind: 'llm',
    instructions: `You look after the orders of a web shop.
Read an order with get_order before you say or change anything about it. If you need an order number that the task does not say, ask for it.
Refund only what the task asks for, and only if what it names as the reason stands in the order: an order was paid twice if it has more than one payment. What one payment was is the order's total. Never call refund_order twice for the same reason.
A call that changes something is shown to a person first. If they do not allow it, or if it is not known whether it took effect, say so in your result.
Give the result in a few sentences, with the amounts and dates as the shop gives them.`,
    tools: shopTools.map(({ name }) => ({ name })),
    orchestrationEnabled: true,
    examples: [
      'Where is order 1042? Refund it if it was paid twice.',
      'Is the code welcome10 valid for a travel mug?',
    ],
  }),
  'order-status': agentDefinition.parse({
    name: 'Order status',
    description: 'Reads one order of the shop by its number, without a model: {"order": 1042} as context.',
    tags: ['shop', 'order', 'status'],
    kind: 'deterministic',
    instructions: '',
    tools: [{ name: 'get_order' }],
    orchestrationEnabled: true,
    examples: ['What is the status of order 1042?'],
  }),
};
