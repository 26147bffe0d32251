import { Temporal } from 'temporal-polyfill';
import { expect, type Page } from '../fixtures.ts';

/** What is filled in, by label; sizes by service and label; true = ticked. */
export type Wish = { sizes?: Record<string, Record<string, string>>; fields?: Record<string, string | boolean> };

let taken = 0;

/** A window of two hours in Nordlicht's zone that no other test of this worker has, beyond every lead time. Local times as the form takes them. */
export function nextWindow(timeZone = 'Europe/Berlin'): { Start: string; End: string; 'Time zone': string } {
  const day = Temporal.Now.zonedDateTimeISO(timeZone)
    .startOfDay()
    .add({ days: 12 + taken++ });
  const at = (hour: number) => day.with({ hour }).toPlainDateTime().toString({ smallestUnit: 'minute' });
  return { Start: at(9), End: at(11), 'Time zone': timeZone };
}

/** Everything that a request for four yves tasks of nlw-stage needs, in a window of its own. */
export function wholeWish(): Required<Wish> {
  return {
    sizes: { yves: { 'Max tasks': '4' } },
    fields: {
      Purpose: 'Load test',
      Reason: 'The Black Week rehearsal of release 4.12.',
      ...nextWindow(),
      'Expected peak requests per second': '28',
      'Orders per hour': '900',
      'Load test tool': 'k6 1.3',
      'Data share (%)': '8',
      'Traffic share (%)': '25',
      'Effect on other environments': 'None: only the size of STAGE moves.',
      Contact: 'Jana Behrens, +49 69 5550 142',
      'Purchase order': '4500019001',
      'I have authority to order': true,
    },
  };
}

/** Fills the form in by its labels, with and without JavaScript. */
export async function fill(page: Page, { sizes = {}, fields = {} }: Wish): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    if (typeof value === 'boolean') await field.setChecked(value);
    else if (await field.evaluate((element) => element.tagName === 'SELECT'))
      await field.selectOption({ label: value });
    else await field.fill(value);
  }
  for (const [service, values] of Object.entries(sizes))
    for (const [label, value] of Object.entries(values)) {
      const field = page.getByRole('group', { name: service, exact: true }).getByLabel(label, { exact: true });
      if (label === 'Instance class') await field.selectOption(value);
      else await field.fill(value);
    }
}

/** That the form still holds what was typed. */
export async function expectKept(page: Page, { sizes = {}, fields = {} }: Wish): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    if (typeof value === 'boolean') await expect(field).toBeChecked({ checked: value });
    else if (label === 'Purpose') await expect(field.locator('option:checked')).toHaveText(value);
    else await expect(field).toHaveValue(value);
  }
  for (const [service, values] of Object.entries(sizes))
    for (const [label, value] of Object.entries(values)) {
      const group = page.getByRole('group', { name: service, exact: true });
      await expect(group.getByLabel(label, { exact: true })).toHaveValue(value);
    }
}

/** Presses a button of the form. */
export async function press(
  page: Page,
  button: 'Check' | 'Save draft' | 'Submit request' | 'Save changes',
): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
}

/** Files a request by the form and answers its reference. */
export async function submit(page: Page, wish: Wish = wholeWish(), environment = 'nlw-stage'): Promise<string> {
  await page.goto(`/requests/new?environment=${environment}`);
  await fill(page, wish);
  await press(page, 'Submit request');
  return referenceOf(page);
}

/** The reference of the request whose page is open. */
export async function referenceOf(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/requests\/UR-\d{4}-\d{4,}(\?|$)/);
  return /UR-\d{4}-\d+/.exec(page.url())?.[0] ?? '';
}

/** The list on top of a form of everything that is wrong. */
export function summaryOf(page: Page) {
  return page.getByRole('alert').filter({ hasText: 'your attention' });
}

/** The last Sunday of a month, when Europe changes its clocks, the next beyond every lead time. */
export function lastSunday(month: number): string {
  const today = Temporal.Now.plainDateISO('Europe/Berlin');
  const of = (year: number) => {
    const last = Temporal.PlainDate.from({ year, month, day: 31 });
    return last.subtract({ days: last.dayOfWeek % 7 });
  };
  const next = [today.year, today.year + 1]
    .map(of)
    .find((date) => Temporal.PlainDate.compare(date, today.add({ days: 12 })) > 0);
  return String(next);
}
