import assert from "node:assert/strict";
import { verificationText } from "../../../audit/verify/formats/text";
import { isProven, verificationJson } from "../../../audit/verify/formats/json";
import { isAmong, type Principal } from "../../../audit/verify/principal";
import type { Step } from "../../../audit/verify/step";
import { Trial, WrongAnswer } from "../../../audit/verify/trial";

const someone = (arn: string): Principal => ({
  arn,
  account: arn.split(":")[4] ?? "",
  kms: () => assert.fail("asks KMS"),
  s3: () => assert.fail("asks S3"),
  credentials: () => assert.fail("takes credentials"),
});
const app = someone("arn:aws:sts::222222222222:assumed-role/Application/session");
const attempt = { link: "key data", what: "decrypt", as: app, region: "eu-west-1" };
const failing =
  (name: string, message = "") =>
  () =>
    Promise.reject(Object.assign(new Error(message), { name }));

describe("a trial", () => {
  const tried = async (expected: "works" | "refused", action: () => Promise<unknown>) => {
    const trial = new Trial(new AbortController().signal);
    await trial[expected](attempt, action);
    return trial.steps[0]!;
  };
  const works = () => Promise.resolve(1);
  const denied = failing(
    "AccessDeniedException",
    "User: x is not authorized because no identity-based policy allows the kms:Decrypt action",
  );

  const cases: [
    name: string,
    expected: "works" | "refused",
    action: () => Promise<unknown>,
    ok: boolean,
    meaning: RegExp,
  ][] = [
    ["what works and should", "works", works, true, /^it works, as it should$/],
    ["what is refused and should be", "refused", denied, true, /^it is refused, as it should be$/],
    [
      "what works and must not",
      "refused",
      works,
      false,
      /Application\/session can decrypt with key data in eu-west-1, and must not/,
    ],
    [
      "what is refused and should work",
      "works",
      denied,
      false,
      /no identity policy of .*Application\/session allows it/,
    ],
    [
      "a refusal for another reason",
      "refused",
      failing("DisabledException"),
      false,
      /nothing is proven about key data/,
    ],
    [
      "a disabled key",
      "works",
      failing("DisabledException"),
      false,
      /the key of key data in eu-west-1 is disabled/,
    ],
    ["a disabled key behind S3", "works", failing("KMS.DisabledException"), false, /is disabled/],
    [
      "a key pending deletion",
      "works",
      failing("KMSInvalidStateException", "k is pending deletion."),
      false,
      /scheduled for deletion/,
    ],
    ["a missing key", "works", failing("NotFoundException"), false, /has no key in eu-west-1/],
    [
      "wrong bytes",
      "works",
      () => Promise.reject(new WrongAnswer("bytes differ")),
      false,
      /answers in eu-west-1, but wrongly/,
    ],
    [
      "an explicit deny",
      "works",
      failing("AccessDeniedException", "with an explicit deny in a resource-based policy"),
      false,
      /the policy of key data in eu-west-1 denies it/,
    ],
    [
      "what the bucket policy refuses",
      "works",
      failing(
        "AccessDenied",
        "to perform: s3:GetObject on resource: r because no resource-based policy allows the s3:GetObject action",
      ),
      false,
      /the bucket policy of key data/,
    ],
    [
      "what nobody knows",
      "works",
      failing("StrangeException"),
      false,
      /key data in eu-west-1 does not work for/,
    ],
  ];
  for (const [name, expected, action, ok, meaning] of cases) {
    it(`tells ${name}`, async () => {
      const step = await tried(expected, action);
      assert.equal(step.isAsExpected, ok);
      assert.match(step.meaning, meaning);
    });
  }

  it("tells what only prepares a step where it fails, and only there", async () => {
    const trial = new Trial(new AbortController().signal);
    await trial.prepared(attempt, works);
    assert.equal(trial.steps.length, 0);
    await trial.prepared(attempt, failing("DisabledException"));
    assert.equal(trial.steps.length, 1);
  });

  it("tries nothing more once it is interrupted", async () => {
    const interruption = new AbortController();
    const trial = new Trial(interruption.signal);
    interruption.abort();
    await assert.rejects(
      trial.works(attempt, () => assert.fail("is tried")),
      { name: "AbortError" },
    );
  });

  it("does not take a mistake of ours for an answer", async () => {
    const trial = new Trial(new AbortController().signal);
    await assert.rejects(
      trial.refused(attempt, () => Promise.reject(new TypeError("ours"))),
      TypeError,
    );
  });
});

describe("the report of a verification", () => {
  const step: Step = {
    ...{ link: "key data", what: "decrypt", as: app.arn, region: "eu-west-1", expected: "works" },
    ...{
      answer: `AccessDeniedException: ${"long ".repeat(30)}`,
      isAsExpected: false,
      meaning: "it is broken",
    },
  };
  const good: Step = { ...step, isAsExpected: true, answer: "worked", meaning: "it works" };
  const whole = { isInterrupted: false, untried: [], left: [] };

  it("names what is broken, in lines of 80 columns", () => {
    const text = verificationText({ ...whole, steps: [good, step] });
    assert.match(text, /BROKEN {2}eu-west-1 +decrypt: should work/);
    assert.match(text, /AWS: AccessDeniedException/);
    assert.match(text, /That is: it is broken/);
    assert.match(text, /1 of 2 steps went as expected\.\nBroken:\n {2}key data in eu-west-1/);
    assert.ok(text.split("\n").every((line) => line.length <= 80));
  });

  it("tells what no step shows", () => {
    const gap = `share Applications of key data through ${"secretsmanager, ".repeat(8)}: only S3 can be tried`;
    const text = verificationText({ ...whole, steps: [good], untried: [gap] });
    assert.match(text, /^Not tried:\n {2}share Applications of key data through/m);
    assert.ok(text.split("\n").every((line) => line.length <= 80));
  });

  it("proves nothing where it was interrupted, or objects stay behind", () => {
    assert.equal(isProven({ ...whole, steps: [good] }), true);
    assert.equal(isProven({ ...whole, steps: [good, step] }), false);
    assert.equal(isProven({ ...whole, isInterrupted: true, steps: [good] }), false);
    assert.equal(isProven({ ...whole, left: ["s3://b/k"], steps: [good] }), false);
    assert.equal(
      (JSON.parse(verificationJson({ ...whole, steps: [step] })) as { verified: boolean }).verified,
      false,
    );
  });
});

describe("whom a share names", () => {
  for (const [named, is] of [
    ["222222222222", true],
    ["arn:aws:iam::222222222222:root", true],
    ["arn:aws:iam::222222222222:role/Application", true],
    ["arn:aws:iam::222222222222:role/some/path/Application", true],
    ["arn:aws:iam::222222222222:role/Application2", false],
    ["arn:aws:iam::111111111111:role/Application", false],
    ["111111111111", false],
  ] as const) {
    it(`${named} ${is ? "names" : "does not name"} a session of Application`, () => {
      assert.equal(isAmong(app, [named]), is);
    });
  }
});
