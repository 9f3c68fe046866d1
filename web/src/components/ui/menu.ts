/** How a menu looks, wherever it opens. */
export const menuPanel = 'rise z-50 rounded-2xl border border-line bg-surface p-1.5 shadow-float';
export const menuItem =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none data-[highlighted]:bg-sunken';
