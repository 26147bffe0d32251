/** primary: one a page; final: a destructive or last move, which says beside it what will happen. */
export type ButtonKind = 'primary' | 'quiet' | 'final';

export function buttonClass(kind: ButtonKind, small = false): string {
  return `button${kind === 'primary' ? '' : ` ${kind}`}${small ? ' small' : ''}`;
}

type Props = React.ComponentProps<'button'> & { kind?: ButtonKind; small?: boolean };

/** A button; submits its form unless told otherwise. */
export function Button({ kind = 'primary', small, type = 'submit', ...rest }: Props) {
  return <button {...rest} type={type} className={buttonClass(kind, small)} />;
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink(props: { href: string; kind?: ButtonKind; small?: boolean; children: React.ReactNode }) {
  return (
    <a className={buttonClass(props.kind ?? 'primary', props.small)} href={props.href}>
      {props.children}
    </a>
  );
}
