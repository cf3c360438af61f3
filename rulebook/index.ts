/** Every rule, in the order reports show them. */
import { accessControl } from "./accessControl";
import { keyManagement } from "./keyManagement";
import { monitoring } from "./monitoring";
import { multiRegion } from "./multiRegion";
import { operations } from "./operations";
import type { Rule } from "./rule";

/** The rulebook. */
export const rules: readonly Rule[] = [
  ...keyManagement,
  ...accessControl,
  ...multiRegion,
  ...monitoring,
  ...operations,
];
