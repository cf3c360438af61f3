import type { TableInput } from "@aws-sdk/client-glue";
import { isAwsError, unlessAwsError } from "../../awsErrors";
import { fromAws, toAws } from "../../awsShape";
import type { Context } from "../../context";
import { matching } from "../../problems";
import type { Property, PropertyTable } from "../../property";
import { requiredText, text } from "../../read";
import type { Resource } from "../../resource";
import type { Properties } from "../../values";

const GONE = "EntityNotFoundException";

const columns: Property = {
  type: "list",
  elements: {
    type: "object",
    fields: {
      comment: { type: "string" },
      name: { type: "string", required: true },
      parameters: { type: "map" },
      type: { type: "string" },
    },
  },
};

const storageDescriptor: PropertyTable = {
  additionalLocations: { type: "list" },
  bucketColumns: { type: "list" },
  columns: { ...columns, computed: true },
  compressed: { type: "boolean" },
  inputFormat: { type: "string" },
  location: { type: "string", computed: true },
  numberOfBuckets: { type: "integer", computed: true },
  outputFormat: { type: "string" },
  parameters: { type: "map" },
  serDeInfo: {
    type: "object",
    fields: {
      name: { type: "string" },
      parameters: { type: "map" },
      serializationLibrary: { type: "string" },
    },
  },
  sortColumns: {
    type: "list",
    elements: {
      type: "object",
      fields: { column: { type: "string", required: true }, sortOrder: { type: "integer", required: true } },
    },
  },
  storedAsSubDirectories: { type: "boolean" },
};

/** What the Glue Data Catalog keeps of a table. */
const input: PropertyTable = {
  description: { type: "string" },
  name: {
    type: "string",
    computed: true,
    forceNew: true,
    autoName: { maxLength: 255, lowerCase: true },
    problem: matching(/^[^A-Z]{1,255}$/, "at most 255 characters, none of them a capital letter"),
  },
  owner: { type: "string" },
  parameters: { type: "map", computed: true },
  partitionKeys: columns,
  retention: { type: "integer" },
  storageDescriptor: { type: "object", computed: true, fields: storageDescriptor },
  tableType: { type: "string", computed: true },
  targetTable: {
    type: "object",
    fields: {
      catalogId: { type: "string", required: true },
      databaseName: { type: "string", required: true },
      name: { type: "string", required: true },
      region: { type: "string" },
    },
  },
  viewExpandedText: { type: "string" },
  viewOriginalText: { type: "string" },
};

const names = { serDeInfo: "SerdeInfo" };

/** A table of the Glue Data Catalog; its id is `<account id>:<database>:<name>`. https://www.pulumi.com/registry/packages/aws/api-docs/glue/catalogtable/ */
export const catalogTable: Resource = {
  properties: {
    ...input,
    arn: { type: "string", output: true },
    catalogId: { type: "string", computed: true, forceNew: true },
    databaseName: { type: "string", required: true, forceNew: true },
  },
  unserved: {
    openTableFormatInput: "storageDescriptor",
    partitionIndices: "partition projection in parameters",
    viewDefinition: "viewExpandedText and viewOriginalText",
  },

  async create(context, inputs) {
    const glue = await context.client("glue");
    const CatalogId = text(inputs, "catalogId") ?? (await context.account());
    const DatabaseName = requiredText(inputs, "databaseName");
    await glue.createTable({ CatalogId, DatabaseName, TableInput: toInput(inputs) });
    return `${CatalogId}:${DatabaseName}:${requiredText(inputs, "name")}`;
  },

  async read(context, id) {
    const place = placeOf(id);
    const found = await find(context, place);
    if (found === undefined) return undefined;
    const { CatalogId, DatabaseName, Name } = place;
    return {
      ...Object.fromEntries(Object.keys(input).map((name) => [name, null])),
      ...fromAws(input, found, names),
      arn: `arn:${context.partition}:glue:${context.region}:${CatalogId}:table/${DatabaseName}/${Name}`,
      catalogId: CatalogId,
      databaseName: DatabaseName,
    };
  },

  async update(context, id, { inputs }) {
    const { CatalogId, DatabaseName } = placeOf(id);
    const glue = await context.client("glue");
    await glue.updateTable({ CatalogId, DatabaseName, TableInput: toInput(inputs) });
  },

  async delete(context, id) {
    const glue = await context.client("glue");
    await glue.deleteTable(placeOf(id)).catch(unlessAwsError(GONE));
  },

  findMade: async (context, inputs) =>
    [await context.account(), requiredText(inputs, "databaseName"), requiredText(inputs, "name")].join(":"),
};

function placeOf(id: string) {
  const [CatalogId = "", DatabaseName = "", Name = ""] = id.split(":");
  return { CatalogId, DatabaseName, Name };
}

async function find(context: Context, place: ReturnType<typeof placeOf>) {
  const glue = await context.client("glue");
  try {
    return (await glue.getTable(place)).Table;
  } catch (error) {
    if (isAwsError(error, GONE)) return undefined;
    throw error;
  }
}

function toInput(inputs: Properties): TableInput {
  return toAws(input, inputs, names) as object as TableInput;
}
