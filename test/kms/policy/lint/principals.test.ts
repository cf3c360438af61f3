import { accepts, owner, reports, sound } from "./reports";

describe("lint of principals", () => {
  reports([
    {
      what: "a group",
      statement: { ...sound, Principal: { AWS: [owner, "arn:aws:iam::111122223333:group/a"] } },
      message: /is a group/,
    },
    {
      what: "a deleted role",
      statement: { ...sound, Principal: { AWS: [owner, "AROAEXAMPLEEXAMPLE123"] } },
      message: /unique id of a deleted role/,
    },
    {
      what: "a service as an AWS principal",
      statement: { ...sound, Principal: { AWS: [owner, "sns.amazonaws.com"] } },
      message: /is a service/,
      remediation: /"Service"/,
    },
    {
      what: "a wildcard within a principal",
      statement: { ...sound, Principal: { AWS: [owner, "arn:aws:iam::111122223333:role/*"] } },
      message: /has a wildcard, which AWS refuses/,
    },
    {
      what: "a malformed ARN",
      statement: { ...sound, Principal: { AWS: [owner, "arn:aws:iam:111122223333:root"] } },
      message: /is no principal/,
    },
    {
      what: "a principal of another partition",
      statement: { ...sound, Principal: { AWS: [owner, "arn:aws-cn:iam::111122223333:root"] } },
      message: /is in partition aws-cn/,
    },
    {
      what: "a canonical user",
      statement: { ...sound, Principal: { AWS: owner, CanonicalUser: "79a5" } },
      message: /canonical user/,
    },
    {
      what: "nobody but a deleted user",
      statement: { ...sound, Principal: { AWS: "AIDAEXAMPLEEXAMPLE123" } },
      message: /no principal that exists/,
      dead: true,
    },
  ]);
  accepts([["a session", { ...sound, Principal: { AWS: "arn:aws:sts::111122223333:assumed-role/a/b" } }]]);
});
