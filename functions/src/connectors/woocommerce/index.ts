import type { Tool } from '../tool.ts';
import { addOrderNote } from './add-order-note.ts';
import { changeOrderStatus } from './change-order-status.ts';
import { checkCoupon } from './check-coupon.ts';
import { createCoupon } from './create-coupon.ts';
import { getOrder } from './get-order.ts';
import { getProduct } from './get-product.ts';
import { listRefunds } from './list-refunds.ts';
import { refundOrder } from './refund-order.ts';
import { salesReport } from './sales-report.ts';
import { searchCoupons } from './search-coupons.ts';
import { searchCustomers } from './search-customers.ts';
import { searchOrders } from './search-orders.ts';
import { searchProducts } from './search-products.ts';

/** The tools that work on a WooCommerce shop: first those that read, then those that change something. */
export const shopTools: readonly Tool[] = [
  getOrder,
  searchOrders,
  searchProducts,
  getProduct,
  searchCustomers,
  searchCoupons,
  checkCoupon,
  listRefunds,
  salesReport,
  changeOrderStatus,
  addOrderNote,
  refundOrder,
  createCoupon,
];
