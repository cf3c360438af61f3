import assert from "node:assert/strict";
import type { IdentityPolicy } from "../../../audit/permissions/readPolicy";
import { run } from "../world";
import { assessStub } from "./stubWorld";

const needless = new Set(["sts:GetCallerIdentity"]);

async function printed(...args: string[]): Promise<readonly string[]> {
  const { exitCode, out } = await run(["permissions", ...args]);
  assert.equal(exitCode, 0);
  return (JSON.parse(out) as IdentityPolicy).Statement.flatMap(({ Action }) => Action);
}

describe("kms-audit permissions", function () {
  this.timeout(120_000);

  it("allows what an assessment really calls, and nothing that it never calls", async () => {
    const trail = {
      Name: "all",
      TrailARN: "arn:aws:cloudtrail:us-east-1:111122223333:trail/all",
      HomeRegion: "us-east-1",
    };
    const topic = "arn:aws:sns:us-east-1:111122223333:alarms";
    const { calls } = await assessStub(
      {
        keys: 1,
        answer: ({ action }) => {
          if (action === "cloudtrail:DescribeTrails") return { trailList: [trail] };
          if (action === "events:ListRules")
            return {
              Rules: [
                {
                  Name: "kms",
                  Arn: "arn:aws:events:us-east-1:111122223333:rule/kms",
                  EventPattern: '{"source":["aws.kms"]}',
                },
              ],
            };
          return action === "events:ListTargetsByRule" ? { Targets: [{ Id: "1", Arn: topic }] } : undefined;
        },
      },
      ["--region", "us-east-1", "--last-use", "always"],
    );
    const called = [...calls.keys()].filter((action) => !needless.has(action));
    // The stub has no dashboards, whose content would be asked for.
    assert.deepEqual([...called, "cloudwatch:GetDashboard"].sort(), [...(await printed())].sort());
  });

  it("allows more where more is asked", async () => {
    const base = new Set(await printed());
    const more = async (option: string) => (await printed(option)).filter((action) => !base.has(action));
    assert.deepEqual(await more("--all-regions"), ["account:ListRegions"]);
    assert.deepEqual((await more("--organization")).sort(), ["organizations:ListAccounts", "sts:AssumeRole"]);
    assert.deepEqual(await more("--roles"), ["sts:AssumeRole"]);
  });

  it("allows reading alone", async () => {
    for (const action of await printed("--all-regions", "--organization"))
      assert.match(action, /:(Describe|Get|List|Assume)/);
  });
});
