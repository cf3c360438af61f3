import type { Principal } from "./principal";

/** A key that steps are tried with. */
export interface KeyUnderTest {
  /** `key application-data` */
  readonly link: string;
  readonly owner: Principal;
  /** Region and ARN. */
  readonly arns: readonly (readonly [region: string, arn: string])[];
  readonly spec: string;
}
