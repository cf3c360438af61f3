/** Every rule, in the order reports show them. */
import { policyUnknown } from "./accessControl/policyUnknown";
import { wildcardPrincipal } from "./accessControl/wildcardPrincipal";
import { deletionWindow } from "./keyManagement/deletionWindow";
import { description } from "./keyManagement/description";
import { rotationEnabled } from "./keyManagement/rotationEnabled";
import type { Rule } from "./rule";

/** The rulebook. */
export const rules: readonly Rule[] = [
  rotationEnabled,
  deletionWindow,
  description,
  policyUnknown,
  wildcardPrincipal,
];
