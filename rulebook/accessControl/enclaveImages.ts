import type { Permission } from "../../kms/policy/analyse/analyse";
import type { KeyPolicy } from "../../kms/policy/document";
import { decide, nameOf } from "../../kms/policy/evaluate/decide";
import { textList } from "../options";
import { withoutContext } from "../policy/requests";
import { notApplicable, passUnless, policyRule } from "../rule";
import { attestableAction, attestationOf, enclavePolicy, enclaveTag } from "./enclaves";

interface Approved {
  readonly tag: string;
  readonly measurements: readonly string[];
}

/** A key for enclaves opens for approved images alone. */
export const enclaveImages = policyRule<Approved>({
  id: "kms-enclave-images",
  title: "Keys for enclaves let in approved images alone",
  area: "Access control",
  severity: "medium",
  level: "mandatory",
  needsKey: true,
  rationale:
    "An attestation proves which image asks, not that anybody approved it: the measurement of an old or a test image lets that image read the data.",
  remedy: {
    setting: "statements with the measurements that were approved",
    property: "a policy whose kms:RecipientAttestation conditions name approved measurements alone",
  },
  awsPage: "https://docs.aws.amazon.com/enclaves/latest/user/set-up-attestation.html",
  standards: { nist: ["AC-3", "AC-6", "CM-5"] },
  options: {
    tag: enclaveTag,
    measurements: textList(
      "approved measurements (`PCR0=` and 96 hexadecimal digits; ImageSha384 is PCR0); a PCR of which none is listed is not judged",
      { pattern: "^(ImageSha384|PCR([12]?[0-9]|3[01]))=[0-9A-Fa-f]{96}$" },
    ),
  },
  check(subject, { tag, measurements }) {
    if (measurements.length === 0)
      return notApplicable("the configuration approves no measurement of an image");
    const enclave = enclavePolicy(subject, tag);
    if ("verdict" in enclave) return enclave.verdict;
    const approved = new Set(measurements.map(measurementOf));
    const judgedPcrs = new Set([...approved].map((measurement) => measurement.split("=")[0]));
    const { judged, permissions } = enclave;
    const others = permissions
      .flatMap((permission) => admitted(permission, judged.policy))
      .filter(({ pcr, measurement }) => judgedPcrs.has(pcr) && !approved.has(measurement));
    return passUnless(
      others,
      ({ statement, measurement }) => `${statement}: ${measurement} is no approved measurement`,
    );
  },
});

/** The measurements with which a permission's statement lets somebody in. */
function admitted(permission: Permission, policy: KeyPolicy) {
  const action = attestableAction(permission);
  if (action === undefined) return [];
  const statement = nameOf(permission.statement);
  const request = permission.request(action);
  return attestationOf(permission).flatMap(({ key, values }) =>
    values.flatMap((value) => {
      const other = withoutContext(request, new RegExp(`^${key}$`, "i"));
      const witness = { ...other, context: { ...other.context, [key]: value } };
      const measurement = measurementOf(`${key.split(":").at(-1) ?? ""}=${value}`);
      const [pcr = ""] = measurement.split("=");
      return decide(policy, witness).decision === "allowed" ? [{ statement, pcr, measurement, witness }] : [];
    }),
  );
}

/** `ImageSha384=AB...` -> `pcr0=ab...` */
function measurementOf(text: string): string {
  return text.toLowerCase().replace(/^imagesha384=/, "pcr0=");
}
