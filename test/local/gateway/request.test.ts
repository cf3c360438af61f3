import assert from "node:assert/strict";
import { accountOf } from "../../../local/gateway/account";
import { parseHead, queryOperation, signedFor as signedAs } from "../../../local/gateway/request";
import { signedFor } from "./fakeLocalEmu";

const whole = { accessKeyId: "111111111111", region: "eu-west-1" };
const signed = (service: string) => signedFor(service, { region: "eu-west-1" });

const cases = [
  {
    name: "JSON, by its target",
    headers: { ...signed("kms"), "x-amz-target": "TrentService.ReplicateKey" },
    url: "/",
    head: { ...whole, service: "kms", protocol: "json", operation: "ReplicateKey" },
  },
  {
    name: "JSON with dots in the target's prefix",
    headers: { ...signed("cloudtrail"), "x-amz-target": "com.amazonaws.cloudtrail.v20131101.DescribeTrails" },
    url: "/",
    head: { ...whole, service: "cloudtrail", protocol: "json", operation: "DescribeTrails" },
  },
  {
    name: "Smithy RPC v2 CBOR, by its path",
    headers: { ...signed("monitoring"), "smithy-protocol": "rpc-v2-cbor" },
    url: "/service/GraniteServiceVersion20100801/operation/GetDashboard",
    head: { ...whole, service: "monitoring", protocol: "cbor", operation: "GetDashboard" },
  },
  {
    name: "the query protocol, whose operation is in the body",
    headers: { ...signed("monitoring"), "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    url: "/",
    head: { ...whole, service: "monitoring", protocol: "query", operation: undefined },
  },
  {
    name: "the query protocol in a GET",
    headers: signed("sts"),
    url: "/?Action=GetCallerIdentity&Version=2011-06-15",
    head: { ...whole, service: "sts", protocol: "query", operation: "GetCallerIdentity" },
  },
  {
    name: "REST",
    headers: signed("s3"),
    url: "/bucket/key?versionId=1",
    head: { ...whole, service: "s3", protocol: "rest", operation: undefined },
  },
  {
    name: "a presigned URL",
    headers: {},
    url: "/bucket/key?X-Amz-Credential=111111111111%2F20261124%2Feu-west-1%2Fs3%2Faws4_request",
    head: { ...whole, service: "s3", protocol: "rest", operation: undefined },
  },
  {
    name: "an unsigned request",
    headers: {},
    url: "/",
    head: {
      ...{ accessKeyId: undefined, region: undefined, service: undefined },
      ...{ protocol: "rest", operation: undefined },
    },
  },
];

describe("the head of an AWS request", () => {
  for (const { name, headers, url, head } of cases) {
    it(`tells ${name}`, () => {
      assert.deepEqual(parseHead(headers, url), head);
    });
  }

  it("leaves a path that is no URL alone", () => {
    assert.equal(parseHead(signed("s3"), "//bucket//key").service, "s3");
  });

  it("finds the operation of a query body", () => {
    assert.equal(queryOperation(Buffer.from("Version=1&Action=PutDashboard&X=%26")), "PutDashboard");
    assert.equal(queryOperation(Buffer.from("")), undefined);
  });

  it("moves a request to another Region for the same caller", () => {
    assert.deepEqual(signedAs(signed("kms"), "us-west-2"), signedFor("kms", { region: "us-west-2" }));
    const asOther = signedFor("kms", { region: "us-west-2", account: "222222222222" });
    assert.deepEqual(signedAs(signed("kms"), "us-west-2", "222222222222"), asOther);
    assert.deepEqual(signedAs({ host: "x" }, "us-west-2"), { host: "x" });
  });
});

describe("the account of a caller", () => {
  for (const { accessKeyId, account } of [
    { accessKeyId: "111111111111", account: "111111111111" },
    // As LocalEmu 1.3.2 issued them for a session and a user of account 222222222223.
    { accessKeyId: "LSIATHPL2AOHTSGBNS6C", account: "222222222223" },
    { accessKeyId: "LKIATHPL2AOHS57GGN2Q", account: "222222222223" },
    { accessKeyId: "AKIAIOSFODNN7EXAMPLE", account: "000000000000" },
    { accessKeyId: "test", account: "000000000000" },
    { accessKeyId: "", account: "000000000000" },
  ]) {
    it(`is ${account} by ${accessKeyId || "no access key id"}`, () => {
      assert.equal(accountOf(accessKeyId), account);
    });
  }
});
