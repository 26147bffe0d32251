import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Client } from 'pg';

const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * Prisma's schema engine in this process, working inside a connection of ours: its native build would have to be downloaded.
 * `onScriptError` hears why a script failed; what the engine throws then is about the broken transaction.
 */
export async function schemaEngine(
  client: Client,
  schemaFile: string,
  onScriptError: (error: Error) => void,
): Promise<bindings.SchemaEngine> {
  await loadWasm();
  const factory = new PrismaPg({});
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = mend(await connect(), client);
    // whole: its own would split at every ';', also inside $$ bodies
    adapter.executeScript = (script) =>
      client.query(script).then(
        () => {},
        (error) => {
          onScriptError(error);
          throw error;
        },
      );
    return adapter;
  };
  return bindings.SchemaEngine.new(
    { datamodels: [[schemaFile, readFileSync(schemaFile, 'utf8')]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

let loaded: Promise<void> | undefined;
function loadWasm(): Promise<void> {
  loaded ??= (async () => {
    const home = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
    const { instance } = await WebAssembly.instantiate(readFileSync(join(home, 'schema_engine_bg.wasm')), {
      './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
    });
    bindings.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
  })();
  return loaded;
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Inner = { client: Client; performIO(query: SqlQuery): Promise<{ fields?: { dataTypeID: number }[] }> };

/** Puts the adapter on our connection and works around a fault of it: it knows no "char" columns. */
function mend(adapter: Adapter, client: Client): Adapter {
  const inner = adapter as unknown as Inner;
  inner.client = client;
  const performIO = inner.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns: number[] = [];
  inner.performIO = async (query) => {
    const result = await performIO(query);
    charColumns = [];
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue;
      field.dataTypeID = TEXT_OID;
      charColumns.push(index);
    }
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}
