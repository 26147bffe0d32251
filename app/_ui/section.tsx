/** A titled part of a page; id makes it a target. */
export function Section({ title, id, children }: { title: React.ReactNode; id?: string; children: React.ReactNode }) {
  return (
    <section className="section" id={id}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
