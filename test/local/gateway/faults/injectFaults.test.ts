import assert from "node:assert/strict";
import { signedFor, startStage, type Stage } from "../fakeLocalEmu";

describe("fault injection", () => {
  let stage: Stage;
  let served: number;
  const at = () => `${stage.endpoint}/_kms-foundation/faults`;
  const set = (settings: object) => fetch(at(), { method: "PUT", body: JSON.stringify(settings) });
  const listKeyPolicies = () =>
    fetch(stage.endpoint, {
      method: "POST",
      headers: { ...signedFor("kms"), "x-amz-target": "TrentService.ListKeyPolicies" },
      body: "{}",
    });

  beforeEach(async () => {
    served = 0;
    stage = await startStage((_, response) => {
      served += 1;
      response.writeHead(200).end("{}");
    });
  });
  afterEach(() => stage.close());

  it("throttles in KMS's words, counts what it did, and ends when it is taken back", async () => {
    await set({ quotas: { overrides: { "kms:ListKeyPolicies": 0.01 } } });
    assert.equal((await listKeyPolicies()).status, 200);
    const refusal = await listKeyPolicies();
    assert.equal(refusal.status, 400);
    assert.deepEqual(await refusal.json(), {
      __type: "ThrottlingException",
      message: "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    });
    assert.equal(served, 1);
    const state = (await (await fetch(at())).json()) as { counts: object };
    assert.deepEqual(state.counts, { none: 1, throttling: 1, error: 0, timeout: 0, reset: 0 });
    await fetch(at(), { method: "DELETE" });
    assert.equal((await listKeyPolicies()).status, 200);
  });

  for (const [service, headers, status, content] of [
    ["kms", { "x-amz-target": "TrentService.ListKeys" }, 500, '{"__type":"KMSInternalException"'],
    ["cloudtrail", { "x-amz-target": "CloudTrail_20131101.ListTrails" }, 500, '{"__type":"InternalFailure"'],
    ["s3", {}, 500, "<Error><Type>Receiver</Type><Code>InternalError</Code>"],
    [
      "iam",
      { "content-type": "application/x-www-form-urlencoded" },
      500,
      "<ErrorResponse><Error><Type>Receiver</Type><Code>InternalFailure</Code>",
    ],
  ] as const) {
    it(`fails a request to ${service} in its protocol`, async () => {
      await set({ rules: [{ services: [service], errors: 1 }] });
      const answer = await fetch(stage.endpoint, {
        method: "POST",
        headers: { ...signedFor(service), ...headers },
        body: "{}",
      });
      assert.equal(answer.status, status);
      assert.ok((await answer.text()).startsWith(content));
      assert.equal(served, 0);
    });
  }

  it("resets connections", async () => {
    await set({ rules: [{ resets: 1 }] });
    await assert.rejects(
      listKeyPolicies(),
      ({ cause }: Error) => (cause as { code?: string }).code === "ECONNRESET",
    );
  });

  it("leaves requests without an answer until the connection is closed", async () => {
    await set({ timeoutMilliseconds: 50, rules: [{ timeouts: 1 }] });
    const from = performance.now();
    await assert.rejects(listKeyPolicies());
    assert.ok(performance.now() - from >= 45);
    assert.equal(served, 0);
  });

  it("delays", async () => {
    await set({ rules: [{ latencyMilliseconds: 60 }] });
    const from = performance.now();
    assert.equal((await listKeyPolicies()).status, 200);
    assert.ok(performance.now() - from >= 55);
  });

  it("refuses settings that it does not understand, and keeps those that were", async () => {
    await set({ rules: [{ errors: 1 }] });
    const refusal = await set({ rules: [{ errors: "all" }] });
    assert.equal(refusal.status, 400);
    assert.match(await refusal.text(), /rules\[0\]\.errors/);
    assert.equal((await listKeyPolicies()).status, 500);
  });

  it("never stands between the gateway and who asks for its health", async () => {
    await set({ rules: [{ errors: 1 }] });
    assert.equal((await fetch(`${stage.endpoint}/_gateway/health`)).status, 200);
  });
});
