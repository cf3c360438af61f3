import { MAX_DESCRIPTION_LENGTH } from "../../kms/keySpecs";
import { UNKNOWN } from "../facts";
import { wholeNumber } from "../options";
import { keyRule, pass, unknown, violation } from "../rule";

const placeholders =
  /^(todo|tbd|fixme|test|key|kms key|my key|description|changeme|change me|n\/a|none|managed by pulumi|managed by terraform|-+|\.+|x+)$/i;

/** A key says what it is for. */
export const description = keyRule<{ minimumLength: number }>({
  id: "kms-description",
  title: "Keys say what they are for",
  area: "Key management",
  severity: "low",
  level: "mandatory",
  rationale:
    "Whoever meets the key in an account, an alarm or a bill must know what stops working without it.",
  remedy: { setting: "description: what the key protects, and for whom", property: "the same description" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/editing-keys.html",
  options: {
    minimumLength: wholeNumber("characters that a description has at least", {
      minimum: 1,
      maximum: MAX_DESCRIPTION_LENGTH,
      default: 8,
    }),
  },
  check(key, { minimumLength }) {
    if (key.description === UNKNOWN) return unknown("description");
    const text = key.description?.trim() ?? "";
    if (text === "") return violation("the description is empty");
    if (placeholders.test(text)) return violation(`the description "${text}" is a placeholder`);
    return text.length >= minimumLength
      ? pass
      : violation(`the description "${text}" is shorter than ${minimumLength} characters`);
  },
});
