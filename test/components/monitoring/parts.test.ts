import assert from "node:assert/strict";
import { compositePlans } from "../../../components/monitoring/compositeRules";
import { linksOf } from "../../../components/monitoring/links";
import { messageOf } from "../../../components/monitoring/message";
import { allWatches, chosenWatches } from "../../../components/monitoring/watches";
import { watchName } from "../../../components/monitoring/names";
import { ACCOUNT } from "./settings";

const owner = { environment: "prod", accountId: ACCOUNT };
const context = {
  accountId: ACCOUNT,
  partition: "aws",
  deployers: [`arn:aws:iam::${ACCOUNT}:role/Deployer`],
} as const;

describe("the composite alarm", () => {
  it("is one over few alarms", () => {
    assert.deepEqual(compositePlans(owner, "eu-west-1", [{ name: "a" }, { name: "b" }]), [
      {
        name: "prod-kms",
        rule: `ALARM("arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:a") OR ALARM("arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:b")`,
      },
    ]);
  });

  it("is over parts where there are many, none longer than CloudWatch takes", () => {
    const alarms = Array.from({ length: 400 }, (_, index) => ({ name: `${"n".repeat(115)}${index}` }));
    const plans = compositePlans(owner, "ap-southeast-2", alarms);
    const covered = plans.slice(0, -1).flatMap(({ rule }) => [...rule.matchAll(/alarm:(n+\d+)"/g)]);
    assert.equal(new Set(covered.map(([, name]) => name)).size, 400);
    assert.ok(plans.every(({ rule }) => rule.length <= 10_240));
    assert.equal(plans.at(-1)?.name, "prod-kms");
    assert.equal(plans.at(-1)?.rule.split(" OR ").length, 8);
  });

  it("is none without alarms", () => {
    assert.deepEqual(compositePlans(owner, "eu-west-1", []), []);
  });
});

describe("the links", () => {
  const links = (region: string) =>
    linksOf(owner, { homeRegion: region, regions: [region], dashboard: true });

  it("lead to the console of the partition", () => {
    assert.match(links("cn-north-1").dashboard ?? "", /^https:\/\/cn-north-1\.console\.amazonaws\.cn\//);
    assert.match(links("us-gov-west-1").alarms["us-gov-west-1"] ?? "", /\.console\.amazonaws-us-gov\.com\//);
    assert.equal(
      links("eu-west-1").dashboard,
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/prod-kms",
    );
  });

  it("are left out where the console is not on the internet", () => {
    assert.deepEqual(links("us-iso-east-1"), { alarms: {}, rules: {} });
  });
});

describe("the watches", () => {
  const ids = (...args: Parameters<typeof chosenWatches>) => chosenWatches(...args).map(({ id }) => id);

  it("are the critical ones alone where the settings say so", () => {
    const chosen = chosenWatches(context, "critical", {});
    assert.ok(chosen.length > 5 && chosen.every(({ severity }) => severity === "critical"));
  });

  it("are turned off, or told as something else, one by one", () => {
    assert.equal(ids(context, "all", { "alias-moved": "off" }).includes("alias-moved"), false);
    assert.equal(ids(context, "critical", { "alias-moved": "critical" }).includes("alias-moved"), true);
    const softened = chosenWatches(context, "all", { "root-use": "normal" });
    assert.equal(softened.find(({ id }) => id === "root-use")?.severity, "normal");
  });

  it("have names that EventBridge takes for the longest environment", () => {
    const environment = "e".repeat(32);
    for (const { id } of allWatches(context)) {
      const name = watchName({ environment }, id);
      assert.ok(/^[\w.-]{1,64}$/.test(name), `${name}: ${name.length}`);
    }
  });

  it("have descriptions that EventBridge and CloudWatch take", () => {
    for (const { title, whatToDo, awsPage } of allWatches(context)) {
      assert.ok(title.length <= 512);
      assert.ok(`${title}. ${whatToDo} ${awsPage}`.length <= 1024);
      assert.match(awsPage, /^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});

describe("a message", () => {
  it("takes every value from the event, and none that it does not define", () => {
    for (const watch of allWatches(context).filter(({ event }) => event !== undefined)) {
      const { inputPaths, inputTemplate } = messageOf(watch, "prod");
      const used = new Set([...inputTemplate.matchAll(/<([a-z]+)>/gi)].map(([, name]) => name));
      assert.deepEqual([...used].sort(), Object.keys(inputPaths).sort(), watch.id);
      assert.doesNotThrow(() => JSON.parse(inputTemplate) as unknown);
      assert.ok(inputTemplate.length <= 8192);
    }
  });
});
