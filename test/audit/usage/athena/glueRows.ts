/** CloudTrail's records as rows of the component's table: what CloudTrail's SerDe makes of them in Athena. */
import { z } from "zod";
import { cloudtrailTable, partitionKeys } from "../../../../components/auditTrail/cloudtrailTable";
import type { Event } from "../trail";

/** What the component says of the table over a bucket with an account's trail. */
export function tableDefinition(bucket: string): TableDefinition {
  const queries = { scanLimitInGib: 100, resultDays: 30, historyInDays: 30 };
  const table = cloudtrailTable(
    {
      ...{ environment: "test", accountId: "111122223333", region: "us-east-1", tags: {}, queries },
      trail: { kind: "existing", trailArn: "arn:aws:cloudtrail:us-east-1:111122223333:trail/test", bucket },
    },
    queries,
  );
  const storage = shape.parse(table.storageDescriptor);
  return {
    ...storage,
    parameters: z.record(z.string(), z.string()).parse(table.parameters),
    partitionKeys,
    serializationLibrary: storage.serDeInfo.serializationLibrary,
  };
}

const shape = z.object({
  location: z.string(),
  inputFormat: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  serDeInfo: z.object({ serializationLibrary: z.string() }),
});

/** A table as Glue knows it. */
type TableDefinition = z.infer<typeof shape> & {
  readonly parameters: Readonly<Record<string, string>>;
  readonly partitionKeys: readonly string[];
  readonly serializationLibrary: string;
};

/** Name and Hive type of the table's columns. */
export const glueColumns = tableDefinition("trail").columns;

/** The columns with Trino's types, and the path that Athena adds to every row. */
export const trinoColumns: Readonly<Record<string, string>> = Object.fromEntries([
  ...glueColumns.map(({ name, type }) => [name, trinoType(type)] as const),
  ["$path", "varchar"],
]);

/** The same with DuckDB's types, as `read_ndjson` takes them. */
export const duckDbColumns = `{${[
  ...glueColumns.map(({ name, type }) => [name, duckDbType(type)]),
  ["$path", "VARCHAR"],
]
  .map(([name, type]) => `"${name}": '${type}'`)
  .join(", ")}}`;

/** A row as JSON; its names are in lower case, and columns of text hold what is an object as JSON. */
export function glueRow(record: Event, file: string): string {
  const members = new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
  const columns = glueColumns.map(({ name, type }) => {
    const value = members.get(name);
    return [
      name,
      type === "string" ? asText(value) : lowerCase(name === "resources" ? named(value) : value),
    ] as const;
  });
  return JSON.stringify(Object.fromEntries([...columns, ["$path", file]]));
}

/** Members of resources as CloudTrail names them; a record made by hand may have \`arn\`, which files do not count either. */
function named(resources: unknown): unknown {
  if (!Array.isArray(resources)) return resources;
  return resources.map((one: { ARN?: string; accountId?: string; type?: string }) => ({
    ARN: one.ARN,
    accountId: one.accountId,
    type: one.type,
  }));
}

function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function lowerCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toLowerCase(), lowerCase(member)]),
  );
}

function trinoType(hive: string): string {
  return hive
    .replaceAll("struct<", "row(")
    .replaceAll(/(map|array)</g, "$1(")
    .replaceAll(">", ")")
    .replaceAll(":", " ")
    .replaceAll("string", "varchar");
}

function duckDbType(hive: string): string {
  const list = /^array<(.*)>$/.exec(hive)?.[1];
  if (list !== undefined) return `${duckDbType(list)}[]`;
  return hive
    .replaceAll("struct<", "STRUCT(")
    .replaceAll("map<", "MAP(")
    .replaceAll(">", ")")
    .replaceAll(":", " ")
    .replaceAll("string", "VARCHAR");
}
