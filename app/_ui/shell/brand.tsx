import { PRODUCT } from '../words/common.ts';

/** The mark: two loads under one ceiling. */
export function Brand({ href }: { href?: string }) {
  const content = (
    <>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <path className="roof" d="M2 4.2C2 3.5 2.5 3 3.2 3h15.6a1.2 1.2 0 0 1 0 2.4H3.2C2.5 5.4 2 4.9 2 4.2z" />
        <path
          className="load"
          d="M5.2 11h3.1c.7 0 1.2.5 1.2 1.2V19H4v-6.8c0-.7.5-1.2 1.2-1.2zM13.7 8h3.1c.7 0 1.2.5 1.2 1.2V19h-5.5V9.2c0-.7.5-1.2 1.2-1.2z"
        />
      </svg>
      {PRODUCT}
    </>
  );
  return href ? (
    <a className="brand" href={href}>
      {content}
    </a>
  ) : (
    <span className="brand">{content}</span>
  );
}
