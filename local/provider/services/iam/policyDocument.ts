/**
 * `aws.iam.getPolicyDocument`: a policy document out of statements, as the official provider renders it to the byte.
 * https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/
 */
import { crc32 } from "node:zlib";
import { jsonProblem } from "../../policies";
import { matching, oneOf } from "../../problems";
import { objects, requiredText, text, texts } from "../../read";
import type { ProviderFunction } from "../../resource";
import type { PropertyTable } from "../../property";
import type { Properties } from "../../values";
import {
  type Document,
  merge,
  parseDocument,
  type Principals,
  render,
  type Statement,
} from "./documentModel";

const principals = {
  type: "set",
  elements: {
    type: "object",
    fields: { identifiers: { type: "set", required: true }, type: { type: "string", required: true } },
  },
} as const;
const documents = { type: "list", elements: { type: "string", problem: jsonProblem } } as const;

const statement: PropertyTable = {
  actions: { type: "set" },
  conditions: {
    type: "set",
    elements: {
      type: "object",
      fields: {
        test: { type: "string", required: true },
        values: { type: "list", required: true },
        variable: { type: "string", required: true },
      },
    },
  },
  effect: { type: "string", problem: oneOf(["Allow", "Deny"]) },
  notActions: { type: "set" },
  notPrincipals: principals,
  notResources: { type: "set" },
  principals,
  resources: { type: "set" },
  sid: { type: "string", problem: matching(/^[a-zA-Z0-9]*$/, "letters and digits only") },
};

/** Builds a policy document; calls nothing. */
export const getPolicyDocument: ProviderFunction = {
  arguments: {
    overrideJson: { type: "string" },
    overridePolicyDocuments: documents,
    policyId: { type: "string" },
    sourceJson: { type: "string" },
    sourcePolicyDocuments: documents,
    statements: { type: "list", elements: { type: "object", fields: statement } },
    version: { type: "string", problem: oneOf(["2008-10-17", "2012-10-17"]) },
  },
  global: true,

  call(_context, args) {
    const document: Document = { statements: [] };
    (texts(args, "sourcePolicyDocuments") ?? [])
      .map((source, index) => parseDocument(source, `source document ${index}`))
      .forEach((source, index, all) => {
        requireUniqueSids(all.slice(0, index), source, index);
        merge(document, source);
      });
    merge(document, ownDocument(args));
    (texts(args, "overridePolicyDocuments") ?? []).forEach((override, index) => {
      merge(document, parseDocument(override, `override document ${index}`));
    });
    const json = render(document, 2);
    return Promise.resolve({
      id: String(crc32(json)),
      json,
      minifiedJson: render(document, 0),
      version: text(args, "version") ?? "2012-10-17",
    });
  },
};

function requireUniqueSids(before: readonly Document[], { statements }: Document, index: number): void {
  const sids = new Set(before.flatMap((document) => document.statements.map(({ Sid }) => Sid)));
  statements.forEach(({ Sid }, position) => {
    if (Sid !== undefined && Sid !== "" && sids.has(Sid)) {
      throw new Error(
        `merging source document ${index}: duplicate Sid (${Sid}) in sourcePolicyDocuments (statement ${position}). ` +
          "Remove the Sid or ensure Sids are unique.",
      );
    }
    sids.add(Sid);
  });
}

function ownDocument(args: Properties): Document {
  const version = text(args, "version") ?? "2012-10-17";
  const id = text(args, "policyId");
  const statements = objects(args, "statements").map((properties) => ownStatement(properties, version));
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  const duplicate = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (duplicate !== undefined) {
    throw new Error(`duplicate Sid (${duplicate}). Remove the Sid or ensure the Sid is unique.`);
  }
  return { version, ...(id !== undefined && { id }), statements };
}

function ownStatement(properties: Properties, version: string): Statement {
  const sid = text(properties, "sid");
  const set = (name: string): string | string[] | undefined => oneOrMany(texts(properties, name));
  const withVariables = (name: string) => {
    const values = texts(properties, name);
    return oneOrMany(values?.map((value) => withVariable(value, version, name)));
  };
  return {
    Sid: sid === "" ? undefined : sid,
    Effect: text(properties, "effect") ?? "Allow",
    Action: set("actions"),
    NotAction: set("notActions"),
    Resource: withVariables("resources"),
    NotResource: withVariables("notResources"),
    Principal: principalsOf(properties, "principals", version),
    NotPrincipal: principalsOf(properties, "notPrincipals", version),
    Condition: objects(properties, "conditions").map((condition) => ({
      test: requiredText(condition, "test"),
      variable: requiredText(condition, "variable"),
      values: (texts(condition, "values") ?? []).map((value) => withVariable(value, version, "conditions")),
    })),
  };
}

function principalsOf(properties: Properties, name: string, version: string): Principals[] {
  return objects(properties, name).map((principal) => ({
    type: requiredText(principal, "type"),
    identifiers:
      oneOrMany((texts(principal, "identifiers") ?? []).map((value) => withVariable(value, version, name))) ??
      [],
  }));
}

/** Sets are written in reverse order; one value without brackets. */
function oneOrMany(values: readonly string[] | undefined): string | string[] | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const unique = [...new Set(values)].sort().reverse();
  const [only] = unique;
  return unique.length === 1 ? only : unique;
}

/** Policy variables are written `&{...}`, as `${...}` means something else to Terraform. */
function withVariable(value: string, version: string, name: string): string {
  if (version === "2008-10-17" && value.includes("&{")) {
    throw new Error(
      `${name}: found &{ sequence in (${value}), which is not supported in document version 2008-10-17`,
    );
  }
  return value.replaceAll("&{", "${");
}
