/** What the demo shop of an environment is switched to: as it should be, slow, answering with errors, not there. */
export const SHOP_MODES = ['OPEN', 'SLOW', 'FAILING', 'DOWN'] as const;
export type ShopMode = (typeof SHOP_MODES)[number];

/** The services whose pages the demo shop has. */
export const SHOP_SERVICES = ['yves', 'glue', 'backoffice'] as const;
export type ShopService = (typeof SHOP_SERVICES)[number];

/** How a shop is; the mode concerns one service's pages, or all of it (null). */
export type ShopState = { mode: ShopMode; service: string | null };
