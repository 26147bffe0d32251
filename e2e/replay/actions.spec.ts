import { test } from '../fixtures.ts';
import { DEEDS } from './deeds.ts';
import { prove } from './prove.ts';

test.describe.configure({ mode: 'parallel' });

for (const deed of DEEDS)
  for (const javaScriptEnabled of [true, false])
    test(`${deed.title}, sent again by everyone, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, ({
      open,
      portal,
    }) => prove(deed, { portal, open, javaScriptEnabled }));
