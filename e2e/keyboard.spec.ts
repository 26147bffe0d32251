import { Temporal } from 'temporal-polyfill';
import { expect, type Page, test } from './fixtures.ts';
import { expectState } from './pages/request.ts';
import { referenceOf } from './pages/request-form.ts';
import { JANA, NORA, PASSWORD } from './people.ts';

type Target = ReturnType<Page['getByRole']>;

/** Tabs on until a control has the focus; wherever the focus stops on the way, it can be seen. */
async function tabTo(page: Page, target: Target): Promise<void> {
  const wanted = await target.elementHandle();
  for (let press = 0; press < 200; press++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate((element) => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return { there: false, seen: 'the page itself' };
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      const { width, height, bottom, top } = focused.getBoundingClientRect();
      // the calendar button inside such a field is ringed by the browser, and only it can tell
      const isCalendar = focused.matches('[type="datetime-local"]:focus-within:not(:focus-visible)');
      const isSeen = isCalendar || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2);
      const isInSight = width > 0 && height > 0 && bottom > 0 && top < innerHeight;
      return { there: focused === element, seen: isSeen && isInSight ? 'seen' : focused.outerHTML.slice(0, 200) };
    }, wanted);
    if (at.seen !== 'the page itself') expect(at.seen).toBe('seen');
    if (at.there) return;
  }
  throw new Error(`the keyboard does not reach ${target}`);
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }));
  await page.keyboard.type(text);
}

async function pressOn(page: Page, button: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: button, exact: true }));
  await page.keyboard.press('Enter');
}

/** A day whose number is its month's, so that it is typed the same in every country's order: '2027-03-03'. */
function evenDay(): Temporal.PlainDate {
  const first = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 14 });
  const days = Array.from({ length: 13 }, (_, months) => {
    const { year, month } = first.toPlainYearMonth().add({ months });
    return Temporal.PlainDate.from({ year, month, day: month });
  });
  return days.find((day) => Temporal.PlainDate.compare(day, first) >= 0) ?? first;
}

/** Types into the parts of a date and time field: day, month, year, hour, minute. */
async function typeTime(page: Page, label: string, day: Temporal.PlainDate, hour: number): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }));
  const two = String(day.month).padStart(2, '0');
  await page.keyboard.type(`${two}${two}${day.year}`);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type(`${String(hour).padStart(2, '0')}05AM`);
  await expect(page.getByLabel(label, { exact: true })).toHaveValue(`${day}T${String(hour).padStart(2, '0')}:05`);
}

test('sign in, ask for an upscale, approve it and sign out with the keyboard alone', async ({ open }) => {
  const day = evenDay();
  const jana = await open.guest();
  await jana.goto('/requests/new?environment=nlw-stage');
  await type(jana, 'Email', JANA);
  await type(jana, 'Password', PASSWORD);
  await jana.keyboard.press('Enter');
  await expect(jana).toHaveURL('/requests/new?environment=nlw-stage');

  await jana.keyboard.press('Tab');
  await expect(jana.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await jana.keyboard.press('Enter');
  await type(jana, 'Purpose', 'Demo');
  await expect(jana.getByLabel('Purpose').locator('option:checked')).toHaveText('Demo');
  await type(jana, 'Reason', 'Shown to the board.');
  await tabTo(jana, jana.getByRole('group', { name: 'backgw', exact: true }).getByLabel('Max tasks'));
  await jana.keyboard.type('2');
  await typeTime(jana, 'Start', day, 9);
  await typeTime(jana, 'End', day, 11);
  await type(jana, 'Effect on other environments', 'None, it is shown on STAGE alone.');
  await type(jana, 'Contact', 'Jana Behrens');
  await tabTo(jana, jana.getByLabel('I have authority to order'));
  await jana.keyboard.press('Space');
  await pressOn(jana, 'Check');
  await expect(jana.locator('#verdict')).toContainText('This can be submitted');
  await pressOn(jana, 'Submit request');
  const reference = await referenceOf(jana);

  const nora = await open.guest();
  await nora.goto('/approvals');
  await type(nora, 'Email', NORA);
  await type(nora, 'Password', PASSWORD);
  await pressOn(nora, 'Sign in');
  await expect(nora).toHaveURL('/approvals');
  await tabTo(nora, nora.getByRole('link', { name: reference }));
  await nora.keyboard.press('Enter');
  await expect(nora).toHaveURL(`/requests/${reference}`);
  await pressOn(nora, 'Approve');
  await expectState(nora, 'Scheduled');
  await nora.goto('/');
  await pressOn(nora, 'Sign out');
  await expect(nora).toHaveURL('/sign-in');
});

test('a refusal takes the focus to the list of what is wrong, and its links to the fields', async ({ open }) => {
  const page = await open.as(JANA);
  await page.goto('/requests/new?environment=nlw-stage');
  await pressOn(page, 'Submit request');
  await expect(page.locator('.summary')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Purpose')).toBeFocused();
});
