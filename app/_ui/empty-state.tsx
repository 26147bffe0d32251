/** What will appear here and how to make it appear. */
export function EmptyState(props: { title: string; children: React.ReactNode; action?: React.ReactNode }) {
  return (
    <div className="empty">
      <h3>{props.title}</h3>
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
