'use client';

import { usePathname } from 'next/navigation';

export type PageLink = { href: string; label: string };

/** The pages that exist; the one in which the viewer is says so. Plain links: every page is made afresh with the viewer's rights of that moment. */
export function NavLinks({ pages, label }: { pages: readonly PageLink[]; label: string }) {
  const path = usePathname();
  const current = (href: string) => (path === href ? 'page' : path.startsWith(`${href}/`) || undefined);
  return (
    <nav className="pages" aria-label={label}>
      {pages.map(({ href, label: word }) => (
        <a key={href} href={href} aria-current={current(href)}>
          {word}
        </a>
      ))}
    </nav>
  );
}
