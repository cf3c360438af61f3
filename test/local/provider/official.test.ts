import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { propertiesOf } from "../../../local/provider/check";
import { resourceOf, served } from "../../../local/provider/registry";

/** The declarations of the official SDK for a resource type: `aws:kms/key:Key` is in kms/key.d.ts. */
function declarations(token: string): string {
  const path = /^aws:([^:]+):/.exec(token)?.[1] ?? "";
  return readFileSync(require.resolve(`@pulumi/aws/${path}.d.ts`), "utf8");
}

function names(source: string, begin: RegExp, name: RegExp): Set<string> {
  const block = source.slice(source.search(begin));
  const end = block.search(/\n\}|constructor\(/);
  return new Set([...block.slice(0, end).matchAll(name)].map((match) => match[1] ?? ""));
}

/** Outputs of a bucket that serves a web site, which none here does. */
const websites = ["hostedZoneId", "websiteDomain", "websiteEndpoint"];

describe("the properties of every resource type", () => {
  for (const token of served.resources) {
    const resource = resourceOf(token);
    const table = propertiesOf(resource);
    const unserved = Object.keys(resource.unserved ?? {});
    const source = declarations(token);

    it(`of ${token} are those of the official SDK`, () => {
      const inputs = names(source, /export interface \w+Args \{/, /^ {4}(\w+)\??: pulumi\.Input/gm);
      const ours = Object.keys(table).filter((name) => table[name]?.output !== true && name !== "tagsAll");
      inputs.delete("tagsAll");
      assert.deepEqual([...ours, ...unserved].sort(), [...inputs].sort());
    });

    it(`of ${token} cover every output of the official SDK`, () => {
      const outputs = names(
        source,
        /export declare class \w+ extends pulumi\.CustomResource/,
        /^ {4}readonly (\w+): pulumi\.Output/gm,
      );
      const missing = [...outputs].filter((name) => table[name] === undefined && !unserved.includes(name));
      assert.deepEqual(
        missing,
        token.startsWith("aws:s3/bucket:") || token.startsWith("aws:s3/bucketV2:") ? websites : [],
      );
    });

    it(`of ${token} are required where the official SDK requires them`, () => {
      const required = names(source, /export interface \w+Args \{/, /^ {4}(\w+): pulumi\.Input/gm);
      const ours = Object.keys(table).filter((name) => table[name]?.required === true);
      assert.deepEqual(ours.sort(), [...required].sort());
    });
  }
});
