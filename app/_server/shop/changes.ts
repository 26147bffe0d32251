/** The channel on which it is told that a demo shop was switched; the process that runs the shops listens. */
export const SHOP_CHANGES = 'headroom_shop';
