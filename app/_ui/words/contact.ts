import type { Contact } from '#domain/environment-view.ts';

/** Whom a contract's people can turn to. */
export type Contacts = { managers: readonly Contact[]; productOwner?: Contact };

/** 'Mara Lindt (manager@headroom.example)' */
function contactWords({ name, email }: Contact): string {
  return `${name} (${email})`;
}

/** The project managers by name, else the product owner, else the role. */
export function managerWords({ managers, productOwner }: Contacts): string {
  if (managers.length > 0) return anyOf(managers.map(contactWords));
  return productOwner ? contactWords(productOwner) : 'your project manager';
}

/** The product owner by name, else the project managers. */
export function ownerWords(contacts: Contacts): string {
  return contacts.productOwner ? contactWords(contacts.productOwner) : managerWords(contacts);
}

/** 'a, b, or c' */
export function anyOf(items: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(items);
}
