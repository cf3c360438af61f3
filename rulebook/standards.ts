/** Where a rule stands in the standards that auditors ask for. */

/** Ids of controls, by standard. */
export interface Standards {
  /** CIS AWS Foundations Benchmark v3.0.0. https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html */
  readonly cis?: readonly string[];
  /** AWS Foundational Security Best Practices. https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html */
  readonly fsbp?: readonly string[];
  /** NIST SP 800-53 Rev. 5. https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference-nist-800-53.html */
  readonly nist?: readonly string[];
  /** PCI DSS v4.0.1. https://docs.aws.amazon.com/securityhub/latest/userguide/pci-standard.html */
  readonly pci?: readonly string[];
}

/** The standards' names for readers. */
export const standardNames: Readonly<Record<keyof Standards, string>> = {
  cis: "CIS AWS Foundations Benchmark 3.0.0",
  fsbp: "AWS Foundational Security Best Practices",
  nist: "NIST SP 800-53 Rev. 5",
  pci: "PCI DSS 4.0.1",
};
