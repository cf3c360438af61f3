/** What grants, aliases and policies of IAM say. */
import { type Fact, type Reference, type ResourceFacts, UNKNOWN } from "../facts";
import { readPolicy } from "./readPolicy";
import { located } from "./place";
import {
  dependencies,
  objectOf,
  objectsOf,
  type PulumiResource,
  read,
  reference,
  text,
  textOf,
  texts,
} from "./properties";

/** An `aws.kms.Grant`. */
export function grant(resource: PulumiResource): ResourceFacts {
  return {
    grant: {
      ...located(resource),
      key: reference(resource, "keyId"),
      granteePrincipal: text(resource, "granteePrincipal") ?? "",
      ...(dependencies(resource, "granteePrincipal").some(isPrincipal) && { granteeIsOwn: true }),
      retiringPrincipal: text(resource, "retiringPrincipal"),
      operations: texts(resource, "operations") ?? [],
      constraints: read(resource, "constraints", (value) => {
        const { encryptionContextEquals: equals, encryptionContextSubset: subset } = objectOf(value);
        return {
          ...(equals !== undefined && { encryptionContextEquals: textsByName(equals) }),
          ...(subset !== undefined && { encryptionContextSubset: textsByName(subset) }),
        };
      }),
      madeByService: undefined,
    },
  };
}

/** An `aws.kms.Alias`. */
export function alias(resource: PulumiResource): ResourceFacts {
  return {
    alias: {
      ...located(resource),
      name: text(resource, "name"),
      target: targetOf(resource),
    },
  };
}

/** What comes from a resource that is no key may be the id of any key: only its value tells. */
function targetOf(resource: PulumiResource): Fact<Reference | undefined> {
  const target = reference(resource, "targetKeyId");
  const isOfKey = target !== UNKNOWN && target?.to === "resource" && /:kms[:/]/.test(target.id);
  return isOfKey || text(resource, "targetKeyId") !== UNKNOWN ? target : UNKNOWN;
}

/** An `aws.iam.Policy`, or an inline policy of a role, user or group. */
export function identityPolicy(resource: PulumiResource): ResourceFacts {
  const document = read(resource, "policy", (value) =>
    typeof value === "string" ? value : JSON.stringify(value),
  );
  const content = document === UNKNOWN || document === undefined ? undefined : readPolicy(document);
  return {
    identityPolicy: {
      ...located(resource),
      policy: document === UNKNOWN ? UNKNOWN : content?.kind === "document" ? content.policy : undefined,
      ...(content?.kind === "unreadable" && { problem: content.problem }),
      keys: dependencies(resource, "policy").map((id) => ({ to: "resource", id })),
    },
  };
}

/** An `aws.iam.Role` that holds policies itself. */
export function inlinePolicies(resource: PulumiResource): ResourceFacts {
  const documents = read(resource, "inlinePolicies", (value) =>
    objectsOf(value).flatMap(({ policy }) =>
      policy === undefined || policy === null ? [] : [textOf(policy)],
    ),
  );
  if (documents === undefined || (documents !== UNKNOWN && documents.length === 0)) return {};
  const contents = documents === UNKNOWN ? [] : documents.map(readPolicy);
  const policies = contents.flatMap((content) => (content.kind === "document" ? [content.policy] : []));
  const [first] = policies;
  const [problem] = contents.flatMap((content) => (content.kind === "unreadable" ? [content.problem] : []));
  const statements = policies
    .flatMap((policy) => policy.statements)
    .map((statement, index) => ({ ...statement, index }));
  return {
    identityPolicy: {
      ...located(resource),
      policy: documents === UNKNOWN ? UNKNOWN : first && { ...first, statements },
      ...(problem !== undefined && { problem }),
      keys: dependencies(resource, "inlinePolicies").map((id) => ({ to: "resource", id })),
    },
  };
}

/** By its URN: `urn:pulumi:prod::shop::aws:iam/role:Role::reader`. */
function isPrincipal(urn: string): boolean {
  return /[:$]aws:iam\/(role:Role|user:User)::/.test(urn);
}

function textsByName(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, item]) => [name, String(item)]));
}
