import { analysisRule } from "../policy/findingRule";

/** No condition looks like a restriction and is none. */
export const viaServiceUnbound = analysisRule({
  id: "kms-via-service-unbound",
  title: "Conditions on principals that they do not bound are no restriction",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "kms:ViaService says through which service a request comes and not whose it is: anybody's bucket comes through S3. IfExists, ForAllValues and negations let through what does not carry the key.",
  remedy: {
    setting: "shares with principals beside viaServices",
    property: "a policy whose Condition also fixes kms:CallerAccount or aws:PrincipalOrgID",
  },
  awsPage:
    "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service",
  standards: { nist: ["AC-3", "AC-4", "AC-6"] },
});
