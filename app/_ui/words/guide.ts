import type { RuleId } from '#domain/refusal.ts';

export const TITLE = 'Guide';
export const LEAD = 'What each environment is for, how it scales, and how to ask for more, as your contract has it.';

export const HOW = 'How an upscale works';
export const BAR = 'How to read a headroom bar';
export const STATES = 'What the states mean';
export const RULES = 'The rules in plain words';
export const TERMS = 'Words';

export const STEPS: readonly [title: string, text: string][] = [
  [
    'Ask',
    'Choose an environment, what should grow and how far, and the window. The form says at once what is possible and why not.',
  ],
  [
    'Decide',
    'The project manager approves, asks a question, offers something else or rejects with a reason. Nobody decides their own request.',
  ],
  ['Pre-scale', 'The capacity is raised before the window opens, by as many minutes as you asked for.'],
  ['Window', 'The capacity counts as there only once it has been observed, never because someone said so.'],
  [
    'Return',
    'When the window closes the environment goes back to its baseline. A return that is late is shown to everyone.',
  ],
];

export const BAR_TEXT =
  'The solid part is the size now, the tick is the baseline, the hatched part is what is wanted or granted, and the end tick is the ceiling. Between now and the ceiling lies the headroom. Numbers stand beside the bar. A grey bar has no headroom: its ceiling is its baseline.';

export const RULE_WORDS: readonly [RuleId, string][] = [
  [
    'R1',
    'Your contract comes first. Where it says nothing its rulebook applies; where it names none, rulebook 2023-10 is shown and marked as the default.',
  ],
  ['R2', 'No size of DEV or STAGE rises above its baseline without an approved request.'],
  [
    'R3',
    'Only a customer of the contract asks for an upscale or changes a request. Partners see what goes on and can change nothing.',
  ],
  ['R4', 'DEV is optional. Under rulebook 2023-10 it cannot be increased; under 2024-02 it can, on request.'],
  ['R5', 'DEV is not for load tests or large data sets. STAGE is.'],
  [
    'R6',
    'STAGE stays smaller than PROD, service by service, in vCPU and in memory, unless the contract has a dated exception.',
  ],
  ['R7', 'A load test on STAGE states its share of PROD’s data and of PROD’s peak traffic; both lie below 100 %.'],
  [
    'R8',
    'PROD is not chosen in the form, because it scales with load. Announce high load to the project manager instead.',
  ],
  [
    'R9',
    'A change to PROD needs evidence from STAGE, and from DEV where there is one: the same release, stable and fast enough. An exception needs a reason and a second person.',
  ],
  ['R10', 'A data load, import or integration that was not rehearsed on STAGE gives a warning to acknowledge.'],
  ['R11', 'Every request says which other environments follow, or why none does.'],
  ['R12', 'A project manager of the contract decides, never the person who asked.'],
  ['R13', 'Every page, action and query checks who is asking, each time.'],
  [
    'R14',
    'One request for a service of an environment at a time. A second one for the same time is refused and names the first.',
  ],
  [
    'R15',
    'An upscale starts no sooner than the lead time allows. An emergency may, with a reason, and the manager confirms that it is one.',
  ],
  ['R16', 'No window opens during a freeze, not even an emergency.'],
  [
    'R17',
    'A wanted size lies above the baseline in something, below it in nothing, inside the catalogue and at most at the ceiling.',
  ],
  [
    'R18',
    'The contract is in force for the whole window, and its upscale-days cover it. What a request uses and what is left is shown before it is sent.',
  ],
];

export const GLOSSARY: readonly [term: string, meaning: string][] = [
  ['Baseline', 'The size the contract bought.'],
  ['Ceiling', 'The most a service may grow to under the contract.'],
  ['Window', 'The time in which the larger size holds: from its start to its end, or for good.'],
  ['Pre-scale', 'The minutes before the start in which the capacity is raised.'],
  ['Upscale-day', 'One environment for each begun 24 hours of a window, pre-scale included.'],
  ['Freeze', 'A time in which no window opens, for instance before a go-live.'],
  ['Variation', 'A dated exception of a contract from its rulebook.'],
];

export const NO_CONTRACT = 'No contract yet';
export const NO_CONTRACT_TEXT =
  'Your environments are described here as soon as you belong to an organisation that holds a contract or may look at one. The rules below hold for everyone.';
