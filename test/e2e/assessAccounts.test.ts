/** `kms-audit assess` of many accounts of the local AWS: through roles, and of an organization. */
import assert from "node:assert/strict";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { type Report, report as reportShape } from "../../audit/assess/report";
import { readPolicy } from "../../audit/permissions/readPolicy";
import { run } from "../audit/world";
import { kms } from "./kms";
import { localInstance } from "./localInstance";

const MANAGEMENT = "333333333333";
const region = "us-east-1";

describe("kms-audit assess of many accounts", () => {
  const environment = { ...process.env };
  let payments: string;
  let closed: string;
  let key: string;

  before(async () => {
    const { endpoint } = await localInstance();
    const clientOf = (account: string) => ({
      ...{ region, endpoint },
      credentials: { accessKeyId: account, secretAccessKey: "local" },
    });
    const organizations = new OrganizationsClient(clientOf(MANAGEMENT));
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    const account = async (AccountName: string) => {
      const Email = `${AccountName}@example.com`;
      const { CreateAccountStatus } = await organizations.send(
        new CreateAccountCommand({ AccountName, Email }),
      );
      return CreateAccountStatus?.AccountId ?? "";
    };
    payments = await account("payments");
    closed = await account("closed");
    const made = await (await kms(region, payments)).send(new CreateKeyCommand({}));
    key = made.KeyMetadata?.Arn ?? "";
    const people = new IAMClient(clientOf(payments));
    const RoleName = "KmsAuditor";
    const Principal = { AWS: `arn:aws:iam::${MANAGEMENT}:root` };
    const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await people.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    // No more than what `kms-audit permissions` prints.
    const PolicyDocument = JSON.stringify(readPolicy([]));
    await people.send(new PutRolePolicyCommand({ RoleName, PolicyName: "assess", PolicyDocument }));
    Object.assign(process.env, {
      ...{ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: MANAGEMENT, AWS_SECRET_ACCESS_KEY: "local" },
    });
  });
  after(() => {
    process.env = environment;
  });

  const assessed = async (...args: string[]): Promise<Report> => {
    const { exitCode, out, err } = await run(["assess", "--region", region, "--format", "json", ...args]);
    assert.equal(exitCode, 0, err);
    return reportShape.parse(JSON.parse(out));
  };
  const errorsOf = ({ findings }: Report) => findings.filter(({ rule }) => rule === "kms-assessment-error");

  it("enters an organization's accounts by a role with the printed permissions, and tells the one that has none", async () => {
    const report = await assessed("--organization", "KmsAuditor");
    assert.deepEqual(
      report.keys.filter(({ account }) => account === payments).map(({ arn, unread }) => [arn, unread]),
      [[key, []]],
    );
    assert.deepEqual(
      report.scores.accounts.flatMap(({ account, name }) => (account === payments ? [name] : [])),
      ["payments"],
    );
    assert.deepEqual(
      errorsOf(report).map(({ account }) => account),
      [closed],
    );
  });

  it("enters the accounts whose roles are named, and tells the role that may not be assumed", async () => {
    const role = (account: string) => ["--role-arn", `arn:aws:iam::${account}:role/KmsAuditor`];
    const report = await assessed(...role(payments), ...role(closed));
    assert.deepEqual(
      report.keys.map(({ arn }) => arn),
      [key],
    );
    assert.deepEqual(
      errorsOf(report).map(({ account, message }) => [account, message.split(":").slice(0, 3).join(":")]),
      [[closed, "sts:AssumeRole failed: AccessDenied"]],
    );
  });
});
