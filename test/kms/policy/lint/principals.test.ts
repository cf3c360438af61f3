import { accepts, owner, reports, sound } from "./reports";

const arn = (service: string, resource: string) => `arn:aws:${service}::111122223333:${resource}`;

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
      severity: "low",
      dead: true,
      others: 1,
    },
    {
      what: "an empty list of principals",
      statement: { ...sound, Principal: { AWS: [] } },
      message: /no principal that exists/,
      dead: true,
    },
    {
      what: "a canonical user alone, whose administration nobody has",
      statement: { ...sound, Principal: { CanonicalUser: "79a5" }, Action: "kms:PutKeyPolicy" },
      message: /no principal that exists/,
      dead: true,
      others: 1,
    },
    ...[
      ["a pattern that is no ARN", "app-*"],
      ["a root within a word", arn("iam", "my-root")],
      ["a root and more", arn("iam", "roots")],
      ["a role within a word", arn("iam", "my-role/a")],
      ["a role without a name", arn("iam", "role/")],
      ["a session within a word", arn("sts", "my-assumed-role/a/b")],
      ["a session without a role", arn("sts", "assumed-role//b")],
      ["a federated user without a name", arn("sts", "federated-user/")],
      ["oneself and more", arn("sts", "selfish")],
      ["a role of STS", arn("sts", "role/a")],
      ["a session of another service", arn("s3", "assumed-role/a/b")],
    ].map(([what = "", name]) => ({
      what,
      statement: { ...sound, Principal: { AWS: [owner, name] } },
      message: /" is no principal$/,
      remediation: /account id, or the ARN/,
    })),
    ...["my logs.amazonaws.com", "logs.amazonaws.com/", "logs"].map((host) => ({
      what: `"${host}" as a service`,
      statement: { ...sound, Principal: { AWS: owner, Service: host } },
      message: /is no service principal$/,
      remediation: /logs\.us-east-1\.amazonaws\.com/,
    })),
    ...[
      "google",
      "my accounts.google.com",
      "accounts.google.com:443",
      arn("iam", "my-saml-provider/a"),
      arn("iam", "oidc-provider/"),
    ].map((name) => ({
      what: `"${name}" as an identity provider`,
      statement: { ...sound, Principal: { AWS: owner, Federated: name } },
      message: /is no identity provider$/,
      remediation: /domain, or its ARN/,
    })),
  ]);
  accepts([
    ...[
      arn("sts", "assumed-role/app/me"),
      arn("sts", "federated-user/ann"),
      arn("sts", "self"),
      arn("iam", "user/path/ann"),
      "111122223333",
      "*",
    ].map((name): [string, object] => [name, { ...sound, Principal: { AWS: name } }]),
    ...["Accounts.Google.com", arn("iam", "oidc-provider/example.com/id/1"), "*"].map(
      (name): [string, object] => [
        `the identity provider ${name}`,
        { ...sound, Principal: { Federated: name } },
      ],
    ),
    ["all but nobody", { ...sound, Principal: undefined, NotPrincipal: { AWS: owner } }],
  ]);
});
