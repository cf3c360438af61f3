import type { Database, DatabaseInput } from "@aws-sdk/client-glue";
import { isAwsError, unlessAwsError } from "../../awsErrors";
import { fromAws, toAws } from "../../awsShape";
import type { Context } from "../../context";
import { matching } from "../../problems";
import type { PropertyTable } from "../../property";
import { requiredText, text, textMap } from "../../read";
import type { Resource } from "../../resource";
import type { Properties } from "../../values";

const GONE = "EntityNotFoundException";

/** What the Glue Data Catalog keeps of a database. */
const input: PropertyTable = {
  createTableDefaultPermissions: {
    type: "list",
    computed: true,
    elements: {
      type: "object",
      fields: {
        permissions: { type: "set" },
        principal: { type: "object", fields: { dataLakePrincipalIdentifier: { type: "string" } } },
      },
    },
  },
  description: { type: "string" },
  locationUri: { type: "string", computed: true },
  name: {
    type: "string",
    computed: true,
    forceNew: true,
    autoName: { maxLength: 255, lowerCase: true },
    problem: matching(/^[^A-Z]{1,255}$/, "at most 255 characters, none of them a capital letter"),
  },
  parameters: { type: "map" },
  targetDatabase: {
    type: "object",
    fields: {
      catalogId: { type: "string", required: true },
      databaseName: { type: "string", required: true },
      region: { type: "string" },
    },
  },
};

/** A database of the Glue Data Catalog; its id is `<account id>:<name>`. https://www.pulumi.com/registry/packages/aws/api-docs/glue/catalogdatabase/ */
export const catalogDatabase: Resource = {
  properties: {
    ...input,
    arn: { type: "string", output: true },
    catalogId: { type: "string", computed: true, forceNew: true },
  },
  unserved: { federatedDatabase: "a database of the catalog" },
  tagging: {
    async set(context, _id, tags, state) {
      const glue = await context.client("glue");
      await glue.tagResource({ ResourceArn: requiredText(state, "arn"), TagsToAdd: tags });
    },
    async remove(context, _id, keys, state) {
      const glue = await context.client("glue");
      await glue.untagResource({ ResourceArn: requiredText(state, "arn"), TagsToRemove: keys });
    },
  },

  async create(context, inputs) {
    const glue = await context.client("glue");
    const CatalogId = text(inputs, "catalogId") ?? (await context.account());
    await glue.createDatabase({
      CatalogId,
      DatabaseInput: toInput(inputs),
      Tags: textMap(inputs, "tagsAll"),
    });
    return `${CatalogId}:${requiredText(inputs, "name")}`;
  },

  async read(context, id) {
    const [CatalogId = "", Name = ""] = id.split(":");
    const glue = await context.client("glue");
    try {
      const { Database: found } = await glue.getDatabase({ CatalogId, Name });
      if (found === undefined) return undefined;
      const arn = `arn:${context.partition}:glue:${context.region}:${CatalogId}:database/${Name}`;
      return { ...fromDatabase(found), arn, catalogId: CatalogId, tagsAll: await tagsOf(context, arn) };
    } catch (error) {
      if (isAwsError(error, GONE)) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs }) {
    const [CatalogId = "", Name = ""] = id.split(":");
    const glue = await context.client("glue");
    await glue.updateDatabase({ CatalogId, Name, DatabaseInput: toInput(inputs) });
  },

  async delete(context, id) {
    const [CatalogId = "", Name = ""] = id.split(":");
    const glue = await context.client("glue");
    await glue.deleteDatabase({ CatalogId, Name }).catch(unlessAwsError(GONE));
  },

  findMade: async (context, inputs) => `${await context.account()}:${requiredText(inputs, "name")}`,
};

function toInput(inputs: Properties): DatabaseInput {
  return toAws(input, inputs) as object as DatabaseInput;
}

function fromDatabase(found: Database): Properties {
  const none = Object.fromEntries(Object.keys(input).map((name) => [name, null]));
  return { ...none, ...fromAws(input, found) };
}

async function tagsOf(context: Context, ResourceArn: string): Promise<Record<string, string>> {
  const glue = await context.client("glue");
  return (await glue.getTags({ ResourceArn })).Tags ?? {};
}
