/** What one run of the pack remembers. */
import type { Severity } from "../rulebook/rule";
import type { Verdict } from "../rulebook/verdict";
import { Exemptions } from "../rulebook/exemptions";
import { type Estate, estateOf } from "../rulebook/facts";
import { asWritten } from "../rulebook/planned/asWritten";
import { factsOf, type PulumiResource } from "../rulebook/planned/factsOf";

/** What one run of the pack remembers: its exemptions, and what was found. */
export class Session {
  /** Whether a policy judges for all others. */
  isLed = false;
  exemptions = new Exemptions([], "");
  private readonly written = new Map<string, ReadonlySet<string>>();
  private readonly applied = new Set<string>();
  private readonly violations = new Map<string, Severity>();

  /** Notes what the program sets of a resource that rules look at. */
  wrote({ urn, props }: PulumiResource): void {
    this.written.set(urn, new Set(Object.keys(props)));
  }

  /** What rules about the whole stack look at. */
  estateOf(resources: readonly PulumiResource[]): Estate {
    return estateOf(
      resources.flatMap((resource) => {
        const written = this.written.get(resource.urn);
        return factsOf(written === undefined ? resource : asWritten(resource, written)) ?? [];
      }),
    );
  }

  /** Notes that a rule gave a verdict that needs no message. */
  judged(rule: string, status: Verdict["status"]): void {
    if (status !== "notApplicable") this.applied.add(rule);
  }

  /** Notes a violation; one of the same rule and resource counts once, in however many runs it is found. */
  violated(rule: string, severity: Severity, urn: string): void {
    this.applied.add(rule);
    this.violations.set(`${rule} ${urn}`, severity);
  }

  /** One line: rules applied, violations by severity, exemptions used. */
  summary(): string {
    const severities: readonly Severity[] = ["critical", "high", "medium", "low"];
    const found = [...this.violations.values()];
    const counts = severities.flatMap((severity) => {
      const count = found.filter((one) => one === severity).length;
      return count === 0 ? [] : [`${count} ${severity}`];
    });
    const violations = counts.length === 0 ? "no violations" : `violations: ${counts.join(", ")}`;
    const exemptions = this.exemptions.inForce;
    const used =
      exemptions === 0 ? "" : `, ${exemptions} ${exemptions === 1 ? "exemption" : "exemptions"} used`;
    return `${this.applied.size} rules applied, ${violations}${used}`;
  }
}
