/** DEV → STAGE → PROD: left to right because code travels that way, top to bottom when narrow. Holds `Station`s. */
export function Path({ children }: { children: React.ReactNode }) {
  return <ol className="path">{children}</ol>;
}

/** One place on the path; several environments of one kind stand in it side by side in time, below one another on screen. */
export function Station({ children }: { children: React.ReactNode }) {
  return <li>{children}</li>;
}

type StopProps = {
  title: string;
  /** what the link is called, where the title alone repeats on the page */
  name?: string;
  href: string;
  mark?: React.ReactNode;
  children?: React.ReactNode;
};

/** One environment at its station. */
export function Stop({ title, name, href, mark, children }: StopProps) {
  return (
    <div className="stop">
      <div className="kind">
        <h3>
          <a href={href} aria-label={name}>
            {title}
          </a>
        </h3>
        {mark}
      </div>
      {children}
    </div>
  );
}
