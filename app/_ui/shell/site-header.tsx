import { PAGES_LABEL, SKIP_TO_CONTENT } from '../words/common.ts';
import { Brand } from './brand.tsx';
import { NavLinks, type PageLink } from './nav-links.tsx';

type Props = {
  pages: readonly PageLink[];
  name: string;
  /** who the viewer is to which contract, in one line */
  standing: string;
  /** the sign-out button in its form */
  children: React.ReactNode;
};

/** The frame's head: brand, pages, who, Sign out. */
export function SiteHeader({ pages, name, standing, children }: Props) {
  return (
    <>
      <a className="skip" href="#content">
        {SKIP_TO_CONTENT}
      </a>
      <header className="top">
        <Brand href="/" />
        <NavLinks pages={pages} label={PAGES_LABEL} />
        <p className="who">
          <b>{name}</b>
          <span>{standing}</span>
        </p>
        {children}
      </header>
    </>
  );
}

/** The hatching that headroom bars and window lines point to; once a page. */
export function Hatch() {
  return (
    <svg className="hatch" aria-hidden="true">
      <pattern id="hatch" width="6" height="6" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">
        <path d="M0 0v6" />
      </pattern>
    </svg>
  );
}
