/** The demo's people, and what they are to Nordlicht's contract. */
export const JANA = 'customer@nordlicht.example';
/** Nordlicht's second customer */
export const HENRIK = 'buyer@nordlicht.example';
export const NORA = 'manager@headroom.example';
/** a manager, but not of Nordlicht */
export const TOM = 'manager2@headroom.example';
export const INES = 'operator@headroom.example';
/** partner of Nordlicht */
export const LUKAS = 'partner@brueckner.example';
/** partner of Nordlicht, customer of Alpina */
export const SOPHIE = 'both@alpina.example';
export const PRIYA = 'customer@kestrel.example';
export const MATTEO = 'customer@alpina.example';
export const PASSWORD = 'headroom-demo';
