import type { ResourceValidationArgs, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import assert from "node:assert/strict";
import { EXEMPTIONS } from "../../policy-pack/leadPolicy";
import { policiesOf } from "../../policy-pack/policies";
import { rules } from "../../rulebook";
import { keyRule, type Rule } from "../../rulebook/rule";
import { resource } from "../rulebook/planned/resource";

type Config = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Policy = ResourceValidationPolicy & Partial<StackValidationPolicy>;

/** Calls policies as the SDK does: in order, each function that is there when its turn comes. */
class Engine {
  calls = 0;
  readonly said: string[] = [];
  private readonly policies: readonly Policy[];

  constructor(
    pack: readonly Rule[],
    private readonly config: Config = {},
    disabled: readonly string[] = [],
  ) {
    this.policies = (policiesOf(pack, (text) => this.said.push(text)) as readonly Policy[]).filter(
      ({ name }) => !disabled.includes(name),
    );
  }

  async analyze(one: ReturnType<typeof resource>): Promise<string[]> {
    const told: string[] = [];
    for (const policy of this.policies) {
      const functions = [policy.validateResource ?? []].flat();
      for (const validate of functions) {
        this.calls += 1;
        await validate(
          { ...one, getConfig: () => this.config[policy.name] ?? {} } as unknown as ResourceValidationArgs,
          (message) => told.push(`${policy.name}: ${message}`),
        );
      }
    }
    return told;
  }

  async analyzeStack(resources: ReturnType<typeof resource>[]): Promise<string[]> {
    const told: string[] = [];
    const args = { resources, stackTags: new Map(), notApplicable: () => assert.fail() };
    for (const policy of this.policies)
      await policy.validateStack?.(
        { ...args, getConfig: () => this.config[policy.name] ?? {} } as never,
        (message, urn) => told.push(`${policy.name} ${urn ?? "stack"}: ${message}`),
      );
    return told;
  }
}

const KEY = "aws:kms/key:Key";
const sound = { description: "Orders of the web shop at rest", enableKeyRotation: true, region: "us-east-1" };
const stack = resource("pulumi:pulumi:Stack", {}, { name: "shop" });
const key = (name: string, props: Record<string, unknown> = {}) =>
  resource(KEY, { ...sound, ...props }, { name });
const preview = rules.filter(({ level }) => level !== "disabled");

describe("the pack's policies", () => {
  it("are one for each rule that decides at preview, and one that leads", () => {
    const expected = rules.filter(({ sight }) => sight.includes("preview")).map(({ id }) => id);
    assert.deepEqual(
      policiesOf(rules).map(({ name }) => name),
      [EXEMPTIONS, ...expected],
    );
  });

  it("tell a fault once, on its resource, whether it is the first or a later one", async () => {
    for (const first of [true, false]) {
      const engine = new Engine(preview);
      if (!first) await engine.analyze(stack);
      const told = await engine.analyze(key("orders", { enableKeyRotation: false }));
      assert.equal(told.length, 1, told.join("\n"));
      assert.match(told[0]!, /^kms-rotation-enabled: Automatic rotation is off\. Mend: /);
      assert.deepEqual(await engine.analyze(key("other")), []);
    }
  });

  it("call nothing but the lead on a resource that breaks no rule", async () => {
    const engine = new Engine(preview);
    await engine.analyze(stack);
    engine.calls = 0;
    await engine.analyze(key("orders"));
    assert.equal(engine.calls, 1);
  });

  it("tell each its own where resources come at the same time", async () => {
    const engine = new Engine(preview);
    await engine.analyze(stack);
    const [one, two] = await Promise.all([
      engine.analyze(key("one", { description: "" })),
      engine.analyze(key("two", { description: "todo" })),
    ]);
    assert.match(one.join(), /^kms-description: The description is empty/);
    assert.match(two.join(), /^kms-description: The description "todo" is a placeholder/);
    assert.equal(one.length + two.length, 2);
  });

  it("take their options from the configuration, from the first resource on", async () => {
    const engine = new Engine(preview, { "kms-deletion-window": { minimumDays: 7 } });
    assert.deepEqual(await engine.analyze(key("one", { deletionWindowInDays: 7 })), []);
    assert.deepEqual(await engine.analyze(key("two", { deletionWindowInDays: 7 })), []);
  });

  it("tell an option that a rule does not have, once, and what was meant", async () => {
    const engine = new Engine(preview, {
      "kms-deletion-window": { minimumDay: 14 },
      "kms-rotation-enabled": { since: "2026" },
      [EXEMPTIONS]: { exemption: [] },
    });
    const told = (await engine.analyze(stack)).sort();
    assert.equal(told.length, 3, told.join("\n"));
    assert.match(
      told[0]!,
      /^kms-deletion-window: The configuration sets minimumDay, .* Mend: write minimumDays/,
    );
    assert.match(told[1]!, /^kms-exemptions: .* sets exemption, .* Mend: write exemptions/);
    assert.match(told[2]!, /^kms-rotation-enabled: .* sets since, .* Mend: leave it out/);
    assert.deepEqual(await engine.analyze(key("orders")), []);
  });

  it("tell the options there are where none is like the one that a configuration sets", async () => {
    const engine = new Engine(preview, { "kms-deletion-window": { window: 14 } });
    assert.match((await engine.analyze(stack)).join(), /Mend: the options are minimumDays\./);
  });

  it("judge without the lead where it is disabled", async () => {
    const engine = new Engine(preview, {}, [EXEMPTIONS]);
    for (const name of ["one", "two"]) {
      const told = await engine.analyze(key(name, { description: "" }));
      assert.match(told.join(), /^kms-description: /);
    }
    const told = await engine.analyzeStack([
      resource("aws:kms/alias:Alias", { name: "alias/aws/x", targetKeyId: "1" }),
    ]);
    assert.match(told.join(), /^kms-alias-dangling urn:\S+: alias\/aws\/x/);
  });

  it("judge the stack once, on the right resource", async () => {
    const engine = new Engine(preview);
    const alias = resource("aws:kms/alias:Alias", { name: "alias/aws/x", targetKeyId: "1" }, { name: "x" });
    await engine.analyze(alias);
    const told = await engine.analyzeStack([alias]);
    assert.equal(told.length, 1, told.join("\n"));
    assert.match(told[0]!, /^kms-alias-dangling urn:\S+::x: alias\/aws\/x/);
  });

  for (const disabled of [[], [EXEMPTIONS]])
    it(`judge the stack as the program wrote it, not by what its provider is yet to work out, ${disabled.length === 0 ? "led" : "without the lead"}`, async () => {
      const engine = new Engine(rules, {}, disabled);
      const orders = key("orders");
      await engine.analyze(orders);
      const planned = resource(KEY, orders.props, {
        name: "orders",
        unknown: ["policy", "multiRegion", "arn"],
      });
      const told = await engine.analyzeStack([planned]);
      assert.ok(
        told.some((message) =>
          /^kms-policy-explicit urn:\S+::orders: The key has AWS's default/.test(message),
        ),
        told.join("\n"),
      );
    });

  it("keep quiet about what is exempt, say when the exemption has expired, and report it where it is not needed", async () => {
    const exemption = { rule: "kms-description", reason: "an old key on its way out" };
    const engine = new Engine(preview, {
      [EXEMPTIONS]: {
        exemptions: [
          { ...exemption, resource: "exempt", expires: "2999-01-01" },
          { ...exemption, resource: "expired", expires: "2020-01-01" },
          { ...exemption, resource: "gone", expires: "2999-01-01" },
        ],
      },
    });
    assert.deepEqual(await engine.analyze(key("exempt", { description: "" })), []);
    assert.match(
      (await engine.analyze(key("expired", { description: "" }))).join(),
      /exemption expired on 2020-01-01/,
    );
    const told = await engine.analyzeStack([]);
    assert.equal(told.length, 1, told.join("\n"));
    assert.match(told[0]!, /^kms-exemptions stack: The exemption of gone/);
    assert.deepEqual(engine.said, [
      "kms-foundation policy pack: 9 rules applied, violations: 1 low, 1 exemption used",
    ]);
  });

  it("tell a rule that fails as its violation", async () => {
    const broken = keyRule({
      ...(rules.find(({ id }) => id === "kms-description")! as ReturnType<typeof keyRule>),
      id: "kms-broken",
      options: {},
      check() {
        throw new TypeError("no such fact");
      },
    });
    const engine = new Engine([broken]);
    await engine.analyze(stack);
    assert.match(
      (await engine.analyze(key("orders"))).join(),
      /^kms-broken: The rule itself failed \(TypeError/,
    );
  });
});
