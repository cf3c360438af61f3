/** Intents and the one problem of each: where it is, and what the reader must learn. */
import type { KeyPolicyContext } from "../../../../kms/policy/build/context";
import type {
  KeyPolicyIntent,
  KeyShare,
  OrganizationUse,
  ServiceUse,
} from "../../../../kms/policy/build/intent";

export type Context = Partial<KeyPolicyContext>;
type Refused = readonly [path: string, words: RegExp];
type Case = readonly [
  what: string,
  intent: KeyPolicyIntent,
  refused: Refused | "accepted",
  context?: Context,
];

export const owner = "111111111111";
const partner = "222222222222";
const role = (name: string, account = partner) => `arn:aws:iam::${account}:role/${name}`;
const signing: Context = { spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" };

const users = (name: string): KeyPolicyIntent => ({
  users: [{ principals: [role("a", owner), name], capabilities: ["describe"] }],
});
const share = (more: Partial<KeyShare>): KeyPolicyIntent => ({
  shares: [{ principals: [role("a")], capabilities: ["decrypt"], ...more }],
});
const grant = (more: Partial<KeyShare>) => share({ as: "grant", ...more });
const organization = (more: Partial<OrganizationUse>): KeyPolicyIntent => ({
  organizations: [{ id: "o-abc1234567", capabilities: ["encrypt"], ...more }],
});
const service = (...services: ServiceUse[]): KeyPolicyIntent => ({ services });
const other = (more: Partial<Extract<ServiceUse, { service: "other" }>>): KeyPolicyIntent =>
  service({ service: "other", principal: "backup.amazonaws.com", capabilities: ["decrypt"], ...more });

const second = "users[0].principals[1]";
const member = "shares[0].principalArns[0]";

export const cases: readonly Case[] = [
  ["an account root", users(`arn:aws:iam::${owner}:root`), "accepted"],
  ["an IAM user", users(`arn:aws:iam::${owner}:user/path/ann`), "accepted"],
  ["an assumed role's session", users(`arn:aws:sts::${owner}:assumed-role/app/me`), "accepted"],
  ["a federated user", users(`arn:aws:sts::${owner}:federated-user/ann`), "accepted"],
  ["a session without a name", users(`arn:aws:sts::${owner}:assumed-role/app`), [second, /is no principal/]],
  ["a role without a name", users(`arn:aws:iam::${owner}:role/`), [second, /is no principal/]],
  ["a role within a word", users(`arn:aws:iam::${owner}:my-role/a`), [second, /is no principal/]],
  ["a session within a word", users(`arn:aws:sts::${owner}:x-federated-user/a`), [second, /no principal/]],
  ["a root within a word", users(`arn:aws:iam::${owner}:roots`), [second, /is no principal/]],
  ["a role of STS", users(`arn:aws:sts::${owner}:role/a`), [second, /is no principal/]],
  ["a session of another service", users(`arn:aws:s3::${owner}:assumed-role/a/b`), [second, /no principal/]],
  ["a group of another service", users(`arn:aws:s3::${owner}:group/a`), [second, /is no principal/]],
  ["a group", users(`arn:aws:iam::${owner}:group/a`), [second, /is a group, .*name its users, or a role/]],
  ["everybody among the users", users("*"), "accepted"],
  [
    "another account among the users",
    users(partner),
    [second, /of account 222222222222: put it under shares/],
  ],
  [
    "a grantee that is no principal",
    { grantsForServices: ["x"] },
    ["grantsForServices[0]", /"x" is no prin/],
  ],
  [
    "an Auto Scaling role that is none, beside the account's own",
    { autoScalingRoles: ["default", "x"] },
    ["autoScalingRoles[1]", /"x" is no principal/],
  ],
  [
    "a name with a blank at its end",
    { users: [{ ...users("*").users![0]!, name: "a " }] },
    ["users[0].name", /Sid/],
  ],
  [
    "a name with a dash at its start",
    { users: [{ ...users("*").users![0]!, name: "-a" }] },
    ["users[0].name", /Sid/],
  ],

  [
    "a share with its own account, among others",
    share({ principals: [partner, owner] }),
    ["shares[0].principals[1]", /under users/],
  ],
  ["a share with nobody", share({ principals: [] }), ["shares[0].principals", /at least one principal/]],
  ["a share with a text", share({ principals: ["x"] }), ["shares[0].principals[0]", /is no principal/]],
  [
    "a share of no capability",
    share({ capabilities: [] }),
    ["shares[0].capabilities", /at least one capability/],
  ],
  [
    "a share within no organization",
    share({ organization: "o-1" }),
    ["shares[0].organization", /no organization/],
  ],
  [
    "an organization in capitals",
    share({ organization: "o-ABC1234567" }),
    ["shares[0].organization", /lower-case/],
  ],
  [
    "an organization within a word",
    share({ organization: "xo-abc1234567" }),
    ["shares[0].organization", /"xo-/],
  ],
  [
    "an organization and more",
    share({ organization: `o-${"a".repeat(33)}` }),
    ["shares[0].organization", /10 to 32/],
  ],
  ["members of the accounts", share({ principalArns: [role("b")] }), "accepted"],
  ["members of anybody's accounts", share({ principals: ["*"], principalArns: [role("b")] }), "accepted"],
  ["users as members", share({ principalArns: [`arn:aws:iam::${partner}:user/ann`] }), "accepted"],
  [
    "members of no account",
    share({ principalArns: [] }),
    ["shares[0].principalArns", /at least one role or user/],
  ],
  [
    "members of other accounts",
    share({ principalArns: [role("b", "333333333333")] }),
    [member, /of account 333333333333/],
  ],
  [
    "a member that is a text",
    share({ principalArns: ["b"] }),
    [member, /"b" is not the ARN of a role or user/],
  ],
  ["a member that is a pattern", share({ principalArns: [role("b*")] }), [member, /without wildcards/]],
  [
    "a member that is a session",
    share({ principalArns: [`arn:aws:sts::${partner}:role/a`] }),
    [member, /not the ARN/],
  ],
  [
    "a member that is a group",
    share({ principalArns: [`arn:aws:iam::${partner}:group/role/a`] }),
    [member, /not the ARN/],
  ],
  [
    "a member without a name",
    share({ principalArns: [`arn:aws:iam::${partner}:user/`] }),
    [member, /not the ARN/],
  ],

  ["a grant to a user", grant({ principals: [`arn:aws:iam::${partner}:user/ann`] }), "accepted"],
  ["a grant that says it makes no grants", grant({ grantsForServices: false }), "accepted"],
  ["a grant with an exact context", grant({ encryptionContext: { app: "orders" } }), "accepted"],
  [
    "a grant through services",
    grant({ viaServices: ["s3"] }),
    ["shares[0].viaServices", /leave it out, or .*as: policy/],
  ],
  [
    "a grant with members",
    grant({ principalArns: [role("b")] }),
    ["shares[0].principalArns", /a grant cannot have it/],
  ],
  [
    "a grant to an account",
    grant({ principals: [partner] }),
    ["shares[0].principals[0]", /one role or user/],
  ],
  [
    "a grant to a session",
    grant({ principals: [`arn:aws:sts::${partner}:assumed-role/role/a`] }),
    ["shares[0].principals[0]", /cannot hold a grant/],
  ],
  [
    "a grant with a choice of contexts",
    grant({ encryptionContext: { app: ["a", "b"] } }),
    ["shares[0].encryptionContext.app", /one exact value/],
  ],

  ["parts of the organization", organization({ paths: ["o-abc1234567/r-ab12/*"] }), "accepted"],
  [
    "parts of another one",
    organization({ paths: ["o-abc1234567/*", "o-abc12345678/r"] }),
    ["organizations[0].paths[1]", /no path in o-abc1234567/],
  ],
  ["a pattern of an ARN", organization({ principalArns: ["arn:aws:iam::*:role/app-*"] }), "accepted"],
  [
    "a pattern that is none",
    organization({ principalArns: ["app-*"] }),
    ["organizations[0].principalArns[0]", /"app-\*" is no pattern/],
  ],
  [
    "an organization's use of nothing",
    organization({ capabilities: [] }),
    ["organizations[0].capabilities", /at least one/],
  ],
  [
    "the host of a service",
    organization({ viaServices: ["s3", "s3.amazonaws.com"] }),
    ["organizations[0].viaServices[1]", /write s3, not/],
  ],
  [
    "a service in capitals",
    organization({ viaServices: ["S3"] }),
    ["organizations[0].viaServices[0]", /"S3" is no short name/],
  ],
  [
    "an empty context key",
    organization({ encryptionContext: { "": "a" } }),
    ["organizations[0].encryptionContext.", /needs a key/],
  ],
  [
    "an empty context value",
    organization({ encryptionContext: { a: "b", app: "" } }),
    ["organizations[0].encryptionContext.app", /one value/],
  ],
  [
    "no context value",
    organization({ encryptionContext: { app: [] } }),
    ["organizations[0].encryptionContext.app", /one value/],
  ],

  ["Route 53 with a key of its kind", service({ service: "route53Dnssec" }), "accepted", signing],
  [
    "Route 53 with a key agreement key",
    service({ service: "route53Dnssec" }),
    ["services[0].service", /ECC_NIST_P256 keys for SIGN_VERIFY/],
    { ...signing, usage: "KEY_AGREEMENT" },
  ],
  [
    "Route 53 with another signing key",
    service({ service: "route53Dnssec" }),
    ["services[0].service", /ECC_NIST_P256/],
    { spec: "RSA_2048", usage: "SIGN_VERIFY" },
  ],
  [
    "a trail with a signing key",
    service({ service: "cloudtrail" }),
    ["services[0].service", /cloudtrail uses symmetric .*is ECC_NIST_P256/],
    signing,
  ],
  [
    "a second service that is wrong",
    service({ service: "cloudtrail" }, { service: "route53Dnssec" }),
    ["services[1].service", /Route 53/],
  ],
  [
    "a service principal with a blank",
    other({ principal: "my backup.amazonaws.com" }),
    ["services[0].principal", /is no service principal/],
  ],
  [
    "a service principal with a path",
    other({ principal: "backup.amazonaws.com/" }),
    ["services[0].principal", /write service.amazonaws.com/],
  ],
  [
    "a service principal without a dot",
    other({ principal: "backup" }),
    ["services[0].principal", /"backup" is no service/],
  ],
  [
    "a service that does nothing",
    other({ capabilities: [] }),
    ["services[0].capabilities", /at least one capability/],
  ],
  [
    "a service that signs",
    other({ capabilities: ["decrypt", "sign"] }),
    ["services[0].capabilities[1]", /sign needs a key for SIGN_VERIFY/],
  ],
  [
    "a service without a context value",
    other({ encryptionContext: { app: [] } }),
    ["services[0].encryptionContext.app", /one value/],
  ],
  [
    "a resource that is no ARN",
    other({ sourceArns: ["*"] }),
    ["services[0].sourceArns[0]", /"\*" is no ARN/],
  ],
  ["a resource without an account", other({ sourceArns: ["arn:aws:s3:::bucket"] }), "accepted"],
  ["a resource of the owner", other({ sourceArns: [`arn:aws:sns:eu-central-1:${owner}:t`] }), "accepted"],
  [
    "a resource of somebody else",
    other({ sourceArns: ["arn:aws:s3:::b", `arn:aws:sns:eu-central-1:${partner}:t`] }),
    ["services[0].sourceArns[1]", /for 111111111111 only/],
  ],
];
