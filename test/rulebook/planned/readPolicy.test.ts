import assert from "node:assert/strict";
import { readPolicy } from "../../../rulebook/planned/readPolicy";

const document = (sid: string) => `{"Version":"2012-10-17","Statement":[{"Sid":"${sid}","Effect":"Deny"}]}`;
const fresh = () => `s${String(Math.random()).slice(2)}`;

describe("a policy's text", () => {
  it("is read as a document", () => {
    const sid = fresh();
    const read = readPolicy(document(sid));
    assert.ok(typeof read === "object" && read.kind === "document");
    assert.equal(read.policy.statements[0]?.sid, sid);
  });

  it("is told to be unreadable, with the reason", () => {
    const read = readPolicy(`{"Statement": "${fresh()}"}`);
    assert.ok(typeof read === "object" && read.kind === "unreadable");
    assert.match(read.problem, /line 1, column 15, Statement: is "s\d+"; write a list of statements/);
  });

  it("is read once, and again when very many others came in between", () => {
    const [text, another] = [document(fresh()), document(fresh())];
    const first = readPolicy(text);
    assert.equal(readPolicy(text), first);
    assert.notDeepEqual(readPolicy(another), first);
    for (let count = 0; count < 300; count += 1) readPolicy(document(fresh()));
    assert.notEqual(readPolicy(text), first);
    assert.deepEqual(readPolicy(text), first);
  });
});
