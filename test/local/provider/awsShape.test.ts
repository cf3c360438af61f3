import assert from "node:assert/strict";
import { fromAws, toAws } from "../../../local/provider/awsShape";
import type { PropertyTable } from "../../../local/provider/property";
import type { Properties } from "../../../local/provider/values";

const rule: PropertyTable = {
  id: { type: "string" },
  enabled: { type: "boolean" },
  parameters: { type: "map" },
  transitions: {
    type: "list",
    elements: { type: "object", fields: { days: { type: "integer" }, storageClass: { type: "string" } } },
  },
  filter: { type: "object", fields: { prefix: { type: "string" }, keys: { type: "set" } } },
};
const names = { id: "ID" };
const properties: Properties = {
  id: "archive",
  enabled: false,
  parameters: { "projection.enabled": "true", location: "s3://a/" },
  transitions: [{ days: 0, storageClass: "GLACIER_IR" }],
  filter: { prefix: "", keys: ["a", "b"] },
};
const shape = {
  ID: "archive",
  Enabled: false,
  Parameters: { "projection.enabled": "true", location: "s3://a/" },
  Transitions: [{ Days: 0, StorageClass: "GLACIER_IR" }],
  Filter: { Prefix: "", Keys: ["a", "b"] },
};

describe("structures of AWS's API", () => {
  it("have the names of the properties with a capital letter, but for the named ones and the keys of maps", () => {
    assert.deepEqual(toAws(rule, properties, names), shape);
  });

  it("come back as the properties that they were", () => {
    assert.deepEqual(fromAws(rule, shape, names), properties);
  });

  it("leave out what is not set", () => {
    assert.deepEqual(toAws(rule, { id: "archive", filter: null }, names), { ID: "archive" });
  });

  it("come back without what the properties do not know, and what AWS does not tell", () => {
    assert.deepEqual(
      fromAws(rule, { ...shape, Filter: undefined, Parameters: null, CreateTime: new Date() }, names),
      {
        id: "archive",
        enabled: false,
        transitions: [{ days: 0, storageClass: "GLACIER_IR" }],
      },
    );
  });
});
