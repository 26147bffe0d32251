/** number: right-aligned; tight: never breaks; broad: gets the room that is left */
export type Column = { head: string; number?: boolean; tight?: boolean; broad?: boolean };
/** cells in the order of the columns; the first one names the row */
export type TableRow = { key: string; cells: readonly React.ReactNode[] };

/** A table that becomes a list when narrow. The caption is for those who do not see the page. */
export function DataTable(props: { caption: string; columns: readonly Column[]; rows: readonly TableRow[] }) {
  const { caption, columns, rows } = props;
  return (
    // the roles keep it a table for assistive technology where CSS makes it a list
    // biome-ignore-start lint/a11y: the roles are those the elements lose with display: block
    <table className="sheet" role="table">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ head, number, tight }) => (
            <th key={head} scope="col" className={classOf({ head, number, tight })}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key} role="row">
            {cells.map((cell, n) => {
              const column = columns[n];
              return n === 0 ? (
                <th key={column?.head} scope="row" role="rowheader">
                  {cell}
                </th>
              ) : (
                <td key={column?.head} role="cell" data-head={column?.head} className={classOf(column)}>
                  {cell}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y: see above
  );
}

function classOf(column: Column | undefined): string | undefined {
  if (column?.number) return 'number';
  if (column?.tight) return 'tight';
  return column?.broad ? 'broad' : undefined;
}
