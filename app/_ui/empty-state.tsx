/** What will appear here and how to make it appear. */
export function EmptyState(props: { title: string; children: React.ReactNode; action?: React.ReactNode }) {
  return (
    <div className="empty">
      <strong>{props.title}</strong>
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
