/** Whose keys an assessment reads, and where: Regions, profiles, roles, an organization. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Report } from "../../../audit/assess/report";
import { REGIONS } from "../../../kms/regions";
import { partitionOf } from "../../../kms/partitions";
import type { Answerer } from "./stubAws";
import { ACCOUNT, assessStub, reportOf } from "./stubWorld";

const [first, second, closed] = ["222222222222", "333333333333", "444444444444"];
const role = (account: string, name = "KmsAuditor") => `arn:aws:iam::${account}:role/${name}`;
const json = ["--format", "json"];

const placesOf = ({ keys }: Report) => keys.map(({ account, region }) => `${account} ${region}`).sort();
const errorsOf = ({ findings }: Report) =>
  findings.flatMap(({ rule, account, region, message }) =>
    rule === "kms-assessment-error" ? [`${account} ${region} ${message}`] : [],
  );

/** Nobody may assume a role of this account. */
const closedDoor: Answerer = ({ action, input }) =>
  action === "sts:AssumeRole" && String(input.RoleArn).includes(closed)
    ? { refuse: "AccessDenied", message: "not authorized to perform sts:AssumeRole" }
    : undefined;

describe("kms-audit assess of many places", function () {
  this.timeout(120_000);

  it("reads every Region that the account has enabled, by --all-regions", async () => {
    const answer: Answerer = ({ action }) =>
      action === "account:ListRegions"
        ? { Regions: ["us-west-2", "ap-south-2"].map((RegionName) => ({ RegionName })) }
        : undefined;
    const outcome = await assessStub({ keys: 1, answer }, ["--all-regions", ...json], {
      AWS_REGION: "us-east-1",
    });
    assert.deepEqual(placesOf(reportOf(outcome)), [`${ACCOUNT} ap-south-2`, `${ACCOUNT} us-west-2`]);
  });

  it("tries all Regions of the partition where it may not ask which are enabled, and passes over those that are not", async () => {
    const answer: Answerer = ({ action, region }) => {
      if (action === "account:ListRegions") return { refuse: "AccessDeniedException" };
      return action === "kms:ListKeys" && region === "me-south-1"
        ? { refuse: "UnrecognizedClientException" }
        : undefined;
    };
    const outcome = await assessStub({ keys: 1, answer }, ["--all-regions", ...json], {
      AWS_REGION: "us-east-1",
    });
    const report = reportOf(outcome);
    const expected = REGIONS.filter((region) => partitionOf(region) === "aws" && region !== "me-south-1");
    assert.deepEqual(placesOf(report), expected.map((region) => `${ACCOUNT} ${region}`).sort());
    assert.deepEqual(errorsOf(report), []);
  });

  it("reads the accounts of --role-arn; a role that may not be assumed is a finding, and the rest goes on", async () => {
    const roles = [first, closed, second].flatMap((account) => ["--role-arn", role(account)]);
    const outcome = await assessStub({ keys: 1, answer: closedDoor }, [
      ...["--region", "us-east-1", ...roles, ...json],
    ]);
    const report = reportOf(outcome);
    assert.deepEqual(placesOf(report), [`${first} us-east-1`, `${second} us-east-1`]);
    assert.deepEqual(errorsOf(report), [
      `${closed} global sts:AssumeRole failed: AccessDenied: not authorized to perform sts:AssumeRole`,
    ]);
    assert.deepEqual(
      report.scores.accounts.map(({ account, score }) => [account, score === 0]),
      [
        [first, false],
        [second, false],
        [closed, true],
      ],
    );
  });

  it("reads the active accounts of an organization, page by page, and the caller's own without a role", async () => {
    const pages: Readonly<Record<string, object>> = {
      undefined: { Accounts: [member(ACCOUNT, "main"), member(first, "payments")], NextToken: "more" },
      more: { Accounts: [member(closed, "closed"), member(second, "gone", "SUSPENDED")] },
    };
    const assumed: string[] = [];
    const answer: Answerer = (call) => {
      const { action, input } = call;
      if (action === "sts:AssumeRole") assumed.push(`${String(input.RoleArn)} ${String(input.ExternalId)}`);
      if (action === "organizations:ListAccounts") return { ...pages[String(input.NextToken)] };
      return closedDoor(call);
    };
    const args = ["--organization", "KmsAuditor", "--external-id", "audit", "--region", "us-east-1", ...json];
    const report = reportOf(await assessStub({ keys: 1, answer }, args));
    assert.deepEqual(placesOf(report), [`${ACCOUNT} us-east-1`, `${first} us-east-1`]);
    assert.match(errorsOf(report).join("\n"), new RegExp(`^${closed} global sts:AssumeRole failed`));
    assert.deepEqual([...new Set(assumed)].sort(), [`${role(first)} audit`, `${role(closed)} audit`]);
    assert.deepEqual(
      report.scores.accounts.map(({ account, name }) => [account, name]),
      [
        [ACCOUNT, "main"],
        [first, "payments"],
        [closed, "closed"],
      ],
    );
  });

  it("says in one sentence that no account can be entered, or that the organization may not be listed", async () => {
    const region = ["--region", "us-east-1"];
    const shut = await assessStub({ keys: 1, answer: closedDoor }, [...region, "--role-arn", role(closed)]);
    assert.deepEqual([shut.exitCode, shut.out], [2, ""]);
    assert.match(shut.err, /^kms-audit: no account can be entered: the role in 444444444444 .*\n$/);
    const answer: Answerer = ({ action }) =>
      action === "organizations:ListAccounts" ? { refuse: "AccessDeniedException" } : undefined;
    const unlisted = await assessStub({ keys: 1, answer }, [...region, "--organization", "KmsAuditor"]);
    assert.deepEqual([unlisted.exitCode, unlisted.out], [2, ""]);
    assert.match(unlisted.err, /^kms-audit: the accounts of the organization cannot be listed .*\n$/);
  });

  it("takes credentials and Region of a profile", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kms-audit-profile-"));
    const file = path.join(folder, "config");
    writeFileSync(
      file,
      `[profile audit]\nregion = eu-west-1\naws_access_key_id = ${first}\naws_secret_access_key = stub\n`,
    );
    try {
      const environment = { AWS_CONFIG_FILE: file, AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "none") };
      const of = (profile: string) => assessStub({ keys: 1 }, ["--profile", profile, ...json], environment);
      assert.deepEqual(placesOf(reportOf(await of("audit"))), [`${first} eu-west-1`]);
      const { exitCode, err } = await assessStub(
        { keys: 1 },
        ["--profile", "nobody", "--region", "us-east-1"],
        environment,
      );
      assert.equal(exitCode, 2);
      assert.match(err, /^kms-audit: AWS does not take the credentials of profile nobody .*\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function member(Id: string, Name: string, Status = "ACTIVE"): object {
  return { Id, Name, Status };
}
