/** Does something with the product's own functions in this process, on a database, as the application's role. */
export async function inProcess<T>(url: string, secret: string, work: () => Promise<T>): Promise<T> {
  Object.assign(process.env, { DATABASE_URL: url, AUTH_SECRET: secret });
  const { connect } = await import('#server/db.ts');
  const client = connect(url, 'headroom_app');
  // the one that they find
  const kept = globalThis as { headroomDb?: typeof client };
  kept.headroomDb = client;
  try {
    return await work();
  } finally {
    await client.$disconnect();
    delete kept.headroomDb;
  }
}
