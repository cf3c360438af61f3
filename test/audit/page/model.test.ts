import assert from "node:assert/strict";
import { pageData } from "../../../audit/page/model";
import { reportOf } from "./report";

describe("what the HTML report shows", () => {
  it("tells parties of the same words once, with all they can do", () => {
    const report = reportOf(4);
    const [key] = report.keys;
    const [reader] = key?.permissions ?? [];
    assert.ok(key !== undefined && reader !== undefined);
    key.permissions = [reader, { ...reader, actions: ["kms:ReEncryptFrom"] }];
    const { keys, permissions } = pageData(report);
    const shown = (keys[0]?.permissions ?? []).map((index) => permissions[index]);
    assert.deepEqual(
      shown.map((one) => [one?.column, one?.actions]),
      [
        ["Decrypt", ["kms:Decrypt", "kms:ReEncryptFrom"]],
        ["Read", ["kms:DescribeKey"]],
      ],
    );
  });

  it("keeps parties apart that differ in the statement that lets them in", () => {
    const report = reportOf(4);
    const [key] = report.keys;
    const [reader] = key?.permissions ?? [];
    assert.ok(key !== undefined && reader !== undefined);
    key.permissions = [reader, { ...reader, statement: "statement 3 (Other)" }];
    assert.equal(pageData(report).keys[0]?.permissions.length, 4);
  });

  it("keeps a permission that many keys share once, and its witness free of any key", () => {
    const { keys, permissions } = pageData(reportOf(600));
    assert.equal(keys.length, 200);
    assert.ok(permissions.length <= 5);
    assert.ok(permissions.every(({ witness }) => !witness.includes("arn:aws:kms")));
  });
});
