/** DEV → STAGE → PROD: left to right because code travels that way, top to bottom when narrow. Holds `Station`s. */
export function Path({ children }: { children: React.ReactNode }) {
  return <ol className="path">{children}</ol>;
}

/** One place on the path; several environments of one kind stand in it side by side in time, below one another on screen. */
export function Station({ children }: { children: React.ReactNode }) {
  return <li>{children}</li>;
}

type StopProps = { title: React.ReactNode; href?: string; mark?: React.ReactNode; children?: React.ReactNode };

/** One environment at its station. */
export function Stop({ title, href, mark, children }: StopProps) {
  return (
    <div className="stop">
      <div className="kind">
        <h3>{href ? <a href={href}>{title}</a> : title}</h3>
        {mark}
      </div>
      {children}
    </div>
  );
}
