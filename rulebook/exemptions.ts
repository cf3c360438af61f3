/** Exemptions: who may break which rule where, why, and until when. */

/** One exemption. */
export interface Exemption {
  /** The rule's id. */
  readonly rule: string;
  /** The resource's name or URN; `stack` for what concerns the stack as a whole. */
  readonly resource: string;
  readonly reason: string;
  /** The last day that it holds: `2027-03-31`, in UTC. */
  readonly expires: string;
}

/** Something that can be exempt. */
export interface Exempt {
  readonly rule: string;
  readonly name: string;
  readonly urn: string;
}

/** The exemptions of a run, and which of them were needed. */
export class Exemptions {
  private readonly used = new Set<Exemption>();

  /** @param today `2026-11-24` */
  constructor(
    private readonly all: readonly Exemption[],
    private readonly today: string,
  ) {}

  /** The exemption that covers a violation, expired or not; it counts as used from now on. */
  covering({ rule, name, urn }: Exempt): Exemption | undefined {
    const fitting = this.all.filter(
      (exemption) => exemption.rule === rule && (exemption.resource === name || exemption.resource === urn),
    );
    const exemption = fitting.find((candidate) => !this.isExpired(candidate)) ?? fitting[0];
    if (exemption !== undefined) this.used.add(exemption);
    return exemption;
  }

  /** Whether its last day is over. */
  isExpired({ expires }: Exemption): boolean {
    return expires < this.today;
  }

  /** How many were needed and still hold. */
  get inForce(): number {
    return [...this.used].filter((exemption) => !this.isExpired(exemption)).length;
  }

  /** What is wrong with the exemptions, once everything was judged. An expired one that was needed is told where it was. */
  problems(): readonly string[] {
    return this.all
      .filter((exemption) => !this.used.has(exemption))
      .map(
        ({ rule, resource, expires }) =>
          `The exemption of ${resource} from ${rule} (until ${expires}) covers no violation. Mend: ${
            resource.includes("*") ? "name one resource, for a * stands for none" : "remove it"
          }.`,
      );
  }
}
