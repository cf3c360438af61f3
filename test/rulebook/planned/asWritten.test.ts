import assert from "node:assert/strict";
import { asWritten } from "../../../rulebook/planned/asWritten";
import { resource } from "./resource";

describe("a resource as its program wrote it", () => {
  const planned = resource(
    "aws:kms/key:Key",
    { description: "Orders", region: "us-east-1" },
    { unknown: ["policy", "tags"], name: "orders" },
  );
  const { props, ...rest } = asWritten(planned, new Set(["description", "tags"]));

  it("lacks what its provider is yet to work out, and has what its provider knows", () => {
    assert.equal(props.policy, undefined);
    assert.equal(props.region, "us-east-1");
    assert.equal(props.description, "Orders");
  });

  it("has an output of another resource where the program wrote one", () => {
    assert.throws(() => props.tags, { name: "Error", message: /can't be known/ });
  });

  it("is otherwise what it was", () => {
    const { props: before, ...others } = planned;
    assert.deepEqual(rest, others);
    assert.deepEqual(Object.keys(props), Object.keys(before));
    assert.equal(Object.prototype.toString.call(props), "[object Object]");
  });
});
