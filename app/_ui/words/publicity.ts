/** Words of the switch that makes a contract's status public, on the page of operations. */

export const TITLE = 'Who may read the status';
export const MEANS =
  'Anybody may read levels, services, incidents and uptime at /status/REFERENCE of a public contract; no endpoint, no request.';
export const CHOICE = 'Make a contract’s status public, or not';
export const SWITCH = 'Set who may read';
export const CONTRACT = 'Contract';
export const PUBLICITY = 'Its status is';
export const COLUMNS = ['Contract', 'Organisation', 'Status', 'Public page'] as const;
export const PUBLIC = 'Public';
export const NOT_PUBLIC = 'Not public';
export const NO_PAGE = 'none';
/** 'NLW-2024, Nordlicht Werkzeuge: Public' */
export const optionWords = (contract: string, organisation: string, isPublic: boolean): string =>
  `${contract}, ${organisation}: ${isPublic ? PUBLIC : NOT_PUBLIC}`;
export const MORE = (count: number, shown: number): string =>
  `${shown} of ${count} are shown, public ones first; the form has all.`;
export const publicityDone = (contract: string, isPublic: boolean): string =>
  isPublic
    ? `The status of ${contract} is public: anybody may read it at /status/${contract}.`
    : `The status of ${contract} is not public: only those with a standing on the contract read it.`;
