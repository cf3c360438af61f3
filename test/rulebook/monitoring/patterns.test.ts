import assert from "node:assert/strict";
import { eventOf, recordOf } from "../../../rulebook/monitoring/calls";
import { matchesEvent } from "../../../rulebook/monitoring/eventPattern";
import { matchesRecord } from "../../../rulebook/monitoring/filterPattern";

const call = { eventName: "ScheduleKeyDeletion", readOnly: false };
const record = recordOf(call, "us-east-1");
const event = eventOf(call, "us-east-1");

/** How people, modules and peers write the filter of CIS 4.7, and how it goes wrong. */
const filters: [string, boolean][] = [
  [
    "{ ($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }",
    true,
  ],
  [
    '{($.eventSource="kms.amazonaws.com")&&(($.eventName="ScheduleKeyDeletion")||($.eventName="DisableKey"))}',
    true,
  ],
  ["{\n  $.eventName = ScheduleKeyDeletion\n  && $.eventSource = kms*\n}", true],
  ["{ $.eventName = *Deletion }", true],
  ["{ $.eventName = *Key* }", true],
  ["{ $.eventName = * }", true],
  ["{ $.eventName != DisableKey }", true],
  ["{ $.errorCode NOT EXISTS }", true],
  ["{ $.readOnly IS FALSE }", true],
  ["{ $.eventName = DisableKey || $.eventName = ScheduleKeyDeletion && $.awsRegion = us-east-1 }", true],
  ["", true],
  ["{ $.eventName = DisableKey }", false],
  ["{ $.eventName = schedulekeydeletion }", false],
  [
    "{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) && ($.eventName = ScheduleKeyDeletion) }",
    false,
  ],
  ["{ ($.eventSource = s3.amazonaws.com) || ($.errorCode EXISTS) }", false],
  ["{ $.errorCode = * }", false],
  ["{ $.errorCode != x }", false],
  ["{ $.eventName = ScheduleKeyDeletion", false],
  ["{ ($.eventName = ScheduleKeyDeletion }", false],
  ["{ $.eventName = ScheduleKeyDeletion && }", false],
  ["{ eventName = ScheduleKeyDeletion }", false],
  ["ScheduleKeyDeletion", false],
];

const detail = (eventName: unknown) => ({ source: ["aws.kms"], detail: { eventName } });
const events: [unknown, boolean][] = [
  [detail(["ScheduleKeyDeletion"]), true],
  [detail(["DisableKey", "ScheduleKeyDeletion"]), true],
  [detail([{ prefix: "Schedule" }]), true],
  [detail([{ suffix: "Deletion" }]), true],
  [detail([{ wildcard: "*Key*" }]), true],
  [detail([{ "equals-ignore-case": "schedulekeydeletion" }]), true],
  [detail([{ "anything-but": ["DisableKey"] }]), true],
  [detail([{ "anything-but": { prefix: "Put" } }]), true],
  [{ source: ["aws.kms"] }, true],
  [{ $or: [{ source: ["aws.s3"] }, { "detail-type": ["AWS API Call via CloudTrail"] }] }, true],
  [{ detail: { errorCode: [{ exists: false }] } }, true],
  [detail(["DisableKey"]), false],
  [detail([{ prefix: "Disable" }]), false],
  [detail([{ prefix: 1 }]), false],
  [detail([{ suffix: "Key" }]), false],
  [detail([{ wildcard: "Disable*" }]), false],
  [detail([{ "equals-ignore-case": "disablekey" }]), false],
  [detail([{ "anything-but": { prefix: "Schedule" } }]), false],
  [detail([{ "anything-but": { wildcard: ["Put*", "*Alias"] } }]), true],
  [detail([{ "anything-but": { wildcard: ["Put*", "*Deletion"] } }]), false],
  [{ detail: { readOnly: [{ prefix: "f" }] } }, false],
  [{ detail: { errorCode: [{ "anything-but": "x" }] } }, false],
  [{ $or: [{ source: ["aws.s3"] }, { source: ["aws.sns"] }] }, false],
  [{ $or: { source: ["aws.kms"] } }, false],
  [{ source: { kms: ["aws"] } }, false],
  [["aws.kms"], false],
  [null, false],
  [detail([{ "anything-but": "ScheduleKeyDeletion" }]), false],
  [{ source: ["aws.kms"], "detail-type": ["KMS CMK Deletion"] }, false],
  [{ detail: { errorCode: [{ exists: true }] } }, false],
  [{ detail: { userIdentity: { type: ["Root"] } } }, false],
  [{ detail: { eventName: [{ numeric: [">", 0] }] } }, false],
  ["aws.kms", false],
  [undefined, false],
];

describe("who hears of a call", () => {
  for (const [pattern, expected] of filters)
    it(`${expected ? "matches" : "does not match"} by the filter ${JSON.stringify(pattern)}`, () => {
      assert.equal(matchesRecord(pattern, record), expected);
    });

  for (const [pattern, expected] of events)
    it(`${expected ? "matches" : "does not match"} by the event pattern ${JSON.stringify(pattern)}`, () => {
      assert.equal(matchesEvent(pattern, event), expected);
    });

  it("compares numbers", () => {
    const numbered = { detail: { days: 7 } };
    for (const [operator, expected] of [
      ["= 7", true],
      ["< 8", true],
      ["<= 7", true],
      ["> 7", false],
      [">= 7", true],
    ] as const)
      assert.equal(matchesRecord(`{ $.detail.days ${operator} }`, numbered), expected, operator);
  });
});
