import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import { z } from "zod";
import { schemaFile, schemaText } from "../../../audit/assess/schema";
import { assertSarif } from "../sarifSchema";
import { assessStub, reportOf } from "./stubWorld";
import type { StubOptions } from "./stubAws";

/** Two keys: one open to everyone, whose description a spreadsheet would run. */
const faulty: StubOptions = {
  keys: 2,
  answer: ({ action, input }) =>
    action === "kms:GetKeyPolicy" && String(input.KeyId).endsWith("1")
      ? {
          Policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::111122223333:root" },
                Action: "kms:*",
                Resource: "*",
              },
              { Sid: "Open", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
            ],
          }),
        }
      : undefined,
};
const as = (format: string) => assessStub(faulty, ["--region", "us-east-1", "--format", format]);

describe("the formats of an assessment", function () {
  this.timeout(120_000);

  it("JSON validates against the published schema, which is current", async () => {
    const published = readFileSync(schemaFile, "utf8");
    assert.equal(published, schemaText(), "run npm run docs:schemas");
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(published) as object);
    const { out } = await as("json");
    assert.ok(validate(JSON.parse(out)), JSON.stringify(validate.errors));
    assert.equal(validate({ ...(JSON.parse(out) as object), score: 101 }), false);
  });

  it("SARIF validates against the standard's schema, and carries rule, level, place and witness", async () => {
    const { out } = await as("sarif");
    const log: unknown = JSON.parse(out);
    assertSarif(out);
    const [run] = sarif.parse(log).runs;
    const result = run!.results.find(({ ruleId }) => ruleId === "kms-public-access")!;
    assert.equal(run!.tool.driver.rules[result.ruleIndex]?.id, "kms-public-access");
    assert.equal(result.level, "error");
    assert.match(
      result.locations[0]!.logicalLocations[0]!.fullyQualifiedName,
      /^arn:aws:kms:us-east-1:111122223333:key\//,
    );
    assert.equal(result.properties.witness?.action, "kms:Decrypt");
  });

  it("CSV has a header and one line for each finding", async () => {
    const [header, ...lines] = (await as("csv")).out.trimEnd().split("\r\n");
    assert.match(header ?? "", /^severity,rule,title,area,account,region,resource,name,key,message,witness,/);
    const { findings } = reportOf(await as("json"));
    assert.equal(lines.length, findings.length);
    assert.match(lines[0] ?? "", /^critical,kms-public-access,/);
  });

  it("ASFF has what Security Hub requires, within its limits", async () => {
    const findings = z.array(asff).parse(JSON.parse((await as("asff")).out));
    assert.equal(findings.length, reportOf(await as("json")).findings.length);
    const [first] = findings;
    assert.equal(first?.GeneratorId, "kms-public-access");
    assert.equal(first.Severity.Label, "CRITICAL");
    assert.equal(new Set(findings.map(({ Id }) => Id)).size, findings.length);
  });

  it("the table is as wide as the terminal, says the score, and what to do first", async () => {
    const { out } = await as("table");
    assert.ok(
      out.split("\n").every((line) => line.length <= 120),
      out,
    );
    assert.match(out, /score \d+\.\d of 100/);
    assert.match(out, /CRITICAL kms-public-access: Keys are not public\n {2}us-east-1 alias\/key-1/);
    assert.match(out, /To do, the most urgent first\n {2}1\. Keys are not public/);
  });
});

const sarif = z.object({
  runs: z.array(
    z.object({
      tool: z.object({ driver: z.object({ rules: z.array(z.object({ id: z.string() })) }) }),
      results: z.array(
        z.object({
          ruleId: z.string(),
          ruleIndex: z.number(),
          level: z.string(),
          locations: z.array(
            z.object({ logicalLocations: z.array(z.object({ fullyQualifiedName: z.string() })) }),
          ),
          properties: z.object({ witness: z.object({ action: z.string() }).nullable() }),
        }),
      ),
    }),
  ),
});

/** https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html */
const asff = z.object({
  SchemaVersion: z.literal("2018-10-08"),
  Id: z.string().min(1).max(512),
  ProductArn: z.string().regex(/^arn:aws:securityhub:us-east-1:111122223333:product\/111122223333\/default$/),
  GeneratorId: z.string().min(1).max(512),
  AwsAccountId: z.string().regex(/^\d{12}$/),
  Types: z
    .array(z.string().regex(/^(Software and Configuration Checks|Effects)\//))
    .min(1)
    .max(50),
  CreatedAt: z.iso.datetime(),
  UpdatedAt: z.iso.datetime(),
  Severity: z.object({ Label: z.enum(["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]) }),
  Title: z.string().min(1).max(256),
  Description: z.string().min(1).max(1024),
  Resources: z
    .array(
      z.object({
        Type: z.string().min(1),
        Id: z.string().min(1),
        Partition: z.enum(["aws", "aws-cn", "aws-us-gov"]),
        Region: z.string(),
      }),
    )
    .min(1)
    .max(32),
  Remediation: z.object({ Recommendation: z.object({ Text: z.string().max(512), Url: z.url() }) }),
  Compliance: z.object({ Status: z.enum(["PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"]) }),
});
