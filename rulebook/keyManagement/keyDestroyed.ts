import { changeRule, notApplicable, pass, violation } from "../rule";

/** No change destroys a key by the way. */
export const keyDestroyed = changeRule({
  id: "kms-key-destroyed",
  title: "No change deletes or replaces a key",
  area: "Key management",
  severity: "critical",
  level: "mandatory",
  sight: ["review"],
  rationale:
    "A key that is replaced is a new key: what the old one encrypted is lost with it. A policy pack sees resources and no steps, so a review decides this.",
  remedy: {
    setting: "the key under its old name, with multiRegion, spec, usage and material as they were",
    property: "aliases for a renamed resource, retainOnDelete for one that shall stay in AWS",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  standards: { nist: ["SC-12(1)", "CM-3"] },
  check({ resource, operation, replacedBy, retained }) {
    if (!isKey(resource.type)) return notApplicable("the resource is no key");
    if (operation.includes("replace")) {
      const cause = replacedBy.length === 0 ? "" : `, because ${replacedBy.join(", ")} cannot change`;
      return violation(`the key is replaced by a new one${cause}`);
    }
    if (!operation.includes("delete")) return pass;
    return retained ? pass : violation("the key is deleted");
  },
});

function isKey(type: string): boolean {
  return /^aws:kms\/(key:Key|replicaKey:ReplicaKey|externalKey:ExternalKey|replicaExternalKey:ReplicaExternalKey)$/.test(
    type,
  );
}
