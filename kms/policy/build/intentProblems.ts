/** Everything about an intent that AWS would refuse or that would mean something else than it says. */
import { accountOf, parseArn } from "../../arn";
import type { EncryptionContext, KeyPolicyIntent, OrganizationUse, ServiceUse, UseLimits } from "./intent";
import { type Capability, whyImpossible } from "./capabilities";
import type { KeyFrame } from "./context";
import { principalProblem } from "./principals";
import { each, type IntentProblem } from "./problems";
import { organizationIdProblems, shareProblems } from "./shareProblems";

/** What is wrong with an intent for this key; empty when a policy can be built. */
export function intentProblems(intent: KeyPolicyIntent, frame: KeyFrame): IntentProblem[] {
  return [
    ...lockout(intent, frame),
    ...each("administrators", intent.administrators, (name, path) => principal(name, path, frame)),
    ...each("grantsForServices", intent.grantsForServices, (name, path) => principal(name, path, frame)),
    ...each("autoScalingRoles", intent.autoScalingRoles, (role, path) =>
      role === "default" ? [] : principal(role, path, frame),
    ),
    ...each("users", intent.users, (user, path) => [
      ...someone(`${path}.principals`, user.principals, frame),
      ...each(`${path}.principals`, user.principals, (name, at) => otherAccountProblem(name, at, frame)),
      ...use(path, user, frame),
    ]),
    ...each("shares", intent.shares, (share, path) => [
      ...use(path, share, frame),
      ...someone(`${path}.principals`, share.principals, frame),
      ...shareProblems(path, share, frame),
    ]),
    ...each("organizations", intent.organizations, (organization, path) => [
      ...use(path, organization, frame),
      ...organizationProblems(path, organization),
    ]),
    ...each("services", intent.services, (service, path) => serviceProblems(path, service, frame)),
  ];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function lockout({ rootAccess, administrators }: KeyPolicyIntent, { accountId }: KeyFrame): IntentProblem[] {
  if (rootAccess !== "none") return [];
  if (administrators?.some((name) => name === "*" || accountOf(name) === accountId) === true) return [];
  const message = `nobody of account ${accountId} could change the key policy again: name a role there, or leave rootAccess at "iam"`;
  return [{ path: "administrators", message }];
}

function someone(path: string, names: readonly string[], frame: KeyFrame): IntentProblem[] {
  if (names.length === 0) return [{ path, message: "name at least one principal" }];
  return each(path, names, (name, at) => principal(name, at, frame));
}

function principal(name: string, path: string, frame: KeyFrame): IntentProblem[] {
  const message = principalProblem(name, frame);
  return message === undefined ? [] : [{ path, message }];
}

function otherAccountProblem(name: string, path: string, { accountId }: KeyFrame): IntentProblem[] {
  const account = accountOf(name);
  return account === undefined || account === accountId
    ? []
    : [{ path, message: `"${name}" is of account ${account}: put it under shares` }];
}

interface Use extends UseLimits {
  readonly name?: string;
  readonly capabilities: readonly Capability[];
}

function use(
  path: string,
  { name, capabilities, viaServices, encryptionContext }: Use,
  frame: KeyFrame,
): IntentProblem[] {
  return [
    ...(name === undefined || /^[a-zA-Z0-9]+$/.test(name)
      ? []
      : [{ path: `${path}.name`, message: `"${name}" becomes part of a Sid: letters and digits only` }]),
    ...capabilityProblems(`${path}.capabilities`, capabilities, frame),
    ...each(`${path}.viaServices`, viaServices, (service, at) =>
      /^[a-z0-9-]+$/.test(service)
        ? []
        : [
            {
              path: at,
              message: `"${service}" is no short name of a service: write s3, not s3.us-east-1.amazonaws.com`,
            },
          ],
    ),
    ...contextProblems(`${path}.encryptionContext`, encryptionContext, frame),
  ];
}

function capabilityProblems(path: string, wanted: readonly Capability[], frame: KeyFrame): IntentProblem[] {
  if (wanted.length === 0) return [{ path, message: "name at least one capability" }];
  return each(path, wanted, (capability, at) => {
    const why = whyImpossible(capability, frame);
    return why === undefined ? [] : [{ path: at, message: `${capability} ${why}` }];
  });
}

function contextProblems(
  path: string,
  context: EncryptionContext | undefined,
  { spec }: KeyFrame,
): IntentProblem[] {
  if (context === undefined) return [];
  if (spec !== "SYMMETRIC_DEFAULT") {
    return [
      { path, message: `only symmetric encryption keys know an encryption context, and this one is ${spec}` },
    ];
  }
  const empty = Object.entries(context).filter(([key, value]) => key === "" || value.length === 0);
  return empty.map(([key]) => ({ path: `${path}.${key}`, message: "needs a key and at least one value" }));
}

function organizationProblems(path: string, { id, paths, principalArns }: OrganizationUse): IntentProblem[] {
  return [
    ...organizationIdProblems(`${path}.id`, id),
    ...each(`${path}.paths`, paths, (text, at) =>
      text.startsWith(`${id}/`)
        ? []
        : [{ path: at, message: `"${text}" is no path in ${id}: write ${id}/r-.../ou-.../*` }],
    ),
    ...each(`${path}.principalArns`, principalArns, (text, at) =>
      parseArn(text) === undefined
        ? [{ path: at, message: `"${text}" is no pattern of a principal's ARN` }]
        : [],
    ),
  ];
}

function serviceProblems(path: string, service: ServiceUse, frame: KeyFrame): IntentProblem[] {
  if (service.service === "route53Dnssec") {
    return frame.spec === "ECC_NIST_P256" && frame.usage === "SIGN_VERIFY"
      ? []
      : [{ path: `${path}.service`, message: `Route 53 signs with ECC_NIST_P256 keys for SIGN_VERIFY only` }];
  }
  if (service.service !== "other") {
    return frame.spec === "SYMMETRIC_DEFAULT"
      ? []
      : [
          {
            path: `${path}.service`,
            message: `${service.service} uses symmetric encryption keys, and this one is ${frame.spec}`,
          },
        ];
  }
  return [
    ...(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(service.principal)
      ? []
      : [
          {
            path: `${path}.principal`,
            message: `"${service.principal}" is no service principal: write service.amazonaws.com`,
          },
        ]),
    ...capabilityProblems(`${path}.capabilities`, service.capabilities, frame),
    ...contextProblems(`${path}.encryptionContext`, service.encryptionContext, frame),
    ...each(`${path}.sourceArns`, service.sourceArns, (text, at) => sourceArnProblems(text, at, frame)),
  ];
}

function sourceArnProblems(text: string, path: string, { accountId }: KeyFrame): IntentProblem[] {
  if (parseArn(text) === undefined) return [{ path, message: `"${text}" is no ARN` }];
  const account = accountOf(text);
  return account === undefined || account === accountId
    ? []
    : [{ path, message: `"${text}" is of account ${account}; a service uses the key for ${accountId} only` }];
}
