/** What a request may hold of its caller: who it is, and the tags that conditions compare with it. */
import { ANYONE } from "./given";
import type { WaysCase } from "./candidatesGiven";

export const callerCases: readonly WaysCase[] = [
  [
    "aws:principalarn",
    { StringEquals: { "aws:PrincipalArn": "x" } },
    "arbitrary",
    [`arn:aws:iam::${ANYONE}:role/outsider`],
  ],
  ["aws:principaltype", { StringEquals: { "aws:PrincipalType": "x" } }, "arbitrary", ["AssumedRole"]],
  ["aws:username", { StringEquals: { "aws:username": "x" } }, "arbitrary", ["missing"]],
  [
    "aws:principalservicenameslist",
    { StringEquals: { "aws:PrincipalServiceNamesList": "x" } },
    "service",
    ["s3.amazonaws.com"],
  ],
  [
    "organization",
    { StringEquals: { "aws:PrincipalOrgID": "o-named00001" } },
    "arbitrary",
    [
      "missing",
      "o-outsider00 [o-outsider00/r-root/ou-root-outsider/]",
      "o-named00001 [o-named00001/r-root/ou-root-outsider/] named",
      "o-trusted0001 [o-trusted0001/r-root/ou-root-outsider/] trusted",
    ],
  ],
  [
    "organization",
    { StringEquals: { "aws:PrincipalOrgID": "o-named00001" } },
    "owner",
    [
      "missing",
      "o-outsider00 [o-outsider00/r-root/ou-root-outsider/]",
      "o-named00001 [o-named00001/r-root/ou-root-outsider/]",
      "o-trusted0001 [o-trusted0001/r-root/ou-root-outsider/]",
    ],
  ],
  ["organization", { StringEquals: { "aws:PrincipalOrgID": "o-named00001" } }, "service", ["missing"]],
  [
    "organization",
    { StringLike: { "aws:PrincipalOrgPaths": ["o-named00001/r-a/*", "o-trusted0001/r-b/ou-c/"] } },
    "arbitrary",
    [
      "missing",
      "o-outsider00 [o-outsider00/r-root/ou-root-outsider/]",
      "o-named00001 [o-named00001/r-root/ou-root-outsider/] named",
      "o-named00001 [o-named00001/r-a/] named",
      "o-trusted0001 [o-trusted0001/r-root/ou-root-outsider/] trusted",
      "o-trusted0001 [o-trusted0001/r-b/ou-c/] trusted",
    ],
  ],
  [
    "aws:principaltag/owner",
    { StringEquals: { "kms:CallerAccount": "${aws:PrincipalTag/owner}" } },
    "arbitrary",
    ["missing", "outsider", ANYONE],
  ],
  [
    "aws:principaltag/owner",
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalTag/owner}:*" } },
    "arbitrary",
    ["missing", "outsider", ANYONE],
  ],
  [
    "aws:principaltag/owner",
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalTag/owner}" } },
    "arbitrary",
    ["missing", "outsider", `${ANYONE}:role/outsider`],
  ],
  [
    "aws:principaltag/a",
    { ArnLike: { "aws:PrincipalArn": "arn:${aws:PrincipalTag/a}:${aws:PrincipalTag/b}" } },
    "arbitrary",
    ["missing", "outsider"],
  ],
  [
    "aws:principaltag/a",
    { ArnLike: { "aws:PrincipalArn": "nothing${aws:PrincipalTag/a}*" } },
    "arbitrary",
    ["missing", "outsider"],
  ],
  [
    "aws:principaltag/a",
    { StringLike: { "aws:PrincipalArn": "*role/${aws:PrincipalTag/a}" } },
    "arbitrary",
    ["missing", "outsider"],
  ],
  [
    "aws:principaltag/a",
    { StringLike: { "aws:PrincipalArn": "${aws:PrincipalTag/a}role/outsider" } },
    "arbitrary",
    ["missing", "outsider", `arn:aws:iam::${ANYONE}:`],
  ],
  [
    "aws:principaltag/a",
    { StringLike: { "aws:PrincipalArn": "${aws:PrincipalTag/a}role/insider" } },
    "arbitrary",
    ["missing", "outsider"],
  ],
  [
    "aws:principaltag/a",
    { StringLike: { "aws:PrincipalArn": `arn:aws:iam::${ANYONE}:role/outsider\${aws:PrincipalTag/a}` } },
    "arbitrary",
    ["missing", "outsider"],
  ],
];
