import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { gatewayCode } from "../../../local/instance/services";

describe("the code of the gateway", () => {
  it("is the same when npm has built it anew without a change", () => {
    const before = gatewayCode();
    const now = new Date();
    utimesSync("dist/gateway.js", now, now);
    assert.equal(gatewayCode(), before);
    assert.match(before, /^[0-9a-f]{64}$/);
  });
});
