/** DEV → STAGE → PROD: left to right because code travels that way, top to bottom when narrow. Holds `Stop`s. */
export function Path({ children }: { children: React.ReactNode }) {
  return <ol className="path">{children}</ol>;
}

type StopProps = { title: React.ReactNode; href?: string; mark?: React.ReactNode; children: React.ReactNode };

/** One environment on the path. */
export function Stop({ title, href, mark, children }: StopProps) {
  return (
    <li className="stop">
      <div className="kind">
        <h3>{href ? <a href={href}>{title}</a> : title}</h3>
        {mark}
      </div>
      {children}
    </li>
  );
}
