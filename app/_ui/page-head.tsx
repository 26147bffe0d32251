type Props = {
  title: React.ReactNode;
  /** the page above it */
  up?: { href: string; label: string };
  /** what stands after the page above in the crumbs: a reference, a slug */
  here?: React.ReactNode;
  children?: React.ReactNode;
  /** the one primary thing to do, or a mark */
  action?: React.ReactNode;
};

/** The head of a page: where it is, what it is, one line of context, at most one thing to do. */
export function PageHead({ title, up, here, children, action }: Props) {
  return (
    <div className="lead">
      <div>
        {up && (
          <p className="crumbs">
            <a href={up.href}>{up.label}</a>
            {here && <> / {here}</>}
          </p>
        )}
        <h1>{title}</h1>
        {children && <p>{children}</p>}
      </div>
      {action}
    </div>
  );
}
