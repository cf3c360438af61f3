/** A review in words: sections of lines, which the formats lay out. */
import { groupBy } from "../../kms/policy/analyse/groupBy";
import type { KeyUsage } from "../../kms/keySpecs";
import type { Access } from "./access";
import type { AliasChange } from "./aliases";
import type { GrantChange } from "./grants";
import type { KeyLoss } from "./losses";
import type { Review, ReviewedKey } from "./review";
import type { Violation } from "./verdicts";

/** How a line is to be taken. */
export type Tone = "gain" | "loss" | "danger" | "plain";

/** One thing to know. */
export interface Line {
  readonly tone: Tone;
  readonly text: string;
}

/** Lines under a heading. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** The sections of a review that have something to say, the worst first. */
export function sectionsOf({ keys, grants, aliases, losses, verdicts, errors }: Review): readonly Section[] {
  return [
    { title: "The preview failed, and what it tells is not all", lines: errors.map(errorLine) },
    { title: "Keys that go", lines: losses.map(lossLine) },
    ...accessSections(keys),
    { title: "Grants", lines: grants.map(grantLine) },
    { title: "Aliases", lines: aliases.map(aliasLine) },
    {
      title: "Rules newly broken",
      lines: verdicts.added.map((violation) => violationLine(violation, "danger")),
    },
    {
      title: "Rules kept again",
      lines: verdicts.mended.map((violation) => violationLine(violation, "loss")),
    },
  ]
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => ({
      title: onOneLine(title),
      lines: lines.map((line) => ({ ...line, text: onOneLine(line.text) })),
    }));
}

/** Names are the program's: a line end, an escape sequence or a turn of direction in one would write lines of its own. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ");
}

/** `87.5 of 100 (was 92.0)`; one side alone where the other has nothing to judge. */
export function scoreLine({ verdicts: { scoreBefore, scoreAfter }, complete }: Review): string {
  const [before, after] = [scoreBefore, scoreAfter].map(({ score }) => score?.toFixed(1));
  const scope = complete ? "" : ", of the resources that change: preview with --show-sames for all";
  if (after === undefined)
    return before === undefined ? "nothing to judge" : `nothing left to judge (was ${before})`;
  return `${after} of 100${before === undefined ? "" : ` (was ${before})`}${scope}`;
}

const UNITED = "the key's Region";

/** Keys of several Regions change alike, but for the Region in what they say: they are told once. */
function accessSections(keys: readonly ReviewedKey[]): readonly Section[] {
  const alike = groupBy(keys, (key) => {
    const stem = key.name.replace(`-${key.region}`, "");
    return JSON.stringify([stem, key.account, key.operation, accessLines(key, UNITED)]);
  });
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    const single = group.length === 1;
    const regions = group.map(({ region }) => region).join(", ");
    const name = first.name.replace(`-${first.region}`, "");
    const lines = accessLines(first, single ? first.region : UNITED);
    const made = first.operation === "create" ? "New key" : "Access to";
    return [{ title: `${made} ${name} in ${regions}`, lines }];
  });
}

function accessLines({ gained, lost, undecided, region, operation }: ReviewedKey, place: string): Line[] {
  const told = (access: Access, sign: string): string =>
    `${sign} ${sentenceOf(access)}`.replaceAll(region, place);
  const lines = unique([
    ...gained.map((access): Line => ({ tone: toneOf(access, operation), text: told(access, "+") })),
    ...lost.map((access): Line => ({
      tone: "loss",
      text: told(access, "-").replace(" can call ", " can no longer call "),
    })),
  ]);
  if (undecided !== undefined)
    lines.push({ tone: "danger", text: `! not decided: ${undecided}`.replaceAll(region, place) });
  return lines;
}

/** Several parties can have the same words. */
function unique(lines: readonly Line[]): Line[] {
  return [...new Map(lines.map((line) => [line.text, line])).values()];
}

function toneOf({ zone }: Access, operation: string): Tone {
  if (zone === "arbitrary") return "danger";
  return operation === "create" && zone === "owner" ? "plain" : "gain";
}

function sentenceOf({ sentence, actions, witness, statement, needsIdentityPolicy }: Access): string {
  const others = actions.filter((action) => action !== witness.action);
  const also = others.length === 0 ? "" : `; also ${shortened(others)}`;
  const condition = needsIdentityPolicy ? ", given an IAM policy of their account" : "";
  return `${sentence}${condition}${also} (by ${statement.replace(/ \((.*)\)$/, ": $1")})`;
}

const SHOWN = 6;

function shortened(actions: readonly string[]): string {
  const rest = actions.slice(SHOWN).length;
  const shown = actions.slice(0, SHOWN).map((action) => action.replace(/^kms:/, ""));
  return `${shown.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
}

const AFTERMATH: Readonly<Record<KeyUsage, string>> = {
  ENCRYPT_DECRYPT: "What it encrypted cannot be decrypted from then on",
  SIGN_VERIFY: "It signs no more, and only who has its public key can verify what it signed",
  GENERATE_VERIFY_MAC: "The codes that it made cannot be verified from then on",
  KEY_AGREEMENT: "The secrets that were agreed with it cannot be derived again",
  ENCAPSULATE_DECAPSULATE:
    "What was encrypted under secrets that it encapsulated cannot be decrypted from then on",
};

function lossLine({ name, region, how, because, windowInDays, usage, survivors, stranded }: KeyLoss): Line {
  const cause = because.length === 0 ? "" : `, because ${because.join(", ")} cannot change`;
  const text = [
    `${name} (${region}) is ${how === "forgotten" ? "taken out of Pulumi's care and stays in AWS" : how}${cause}.`,
    windowInDays === undefined
      ? ""
      : survivors.length > 0
        ? `It lives on in other Regions (${survivors.join(", ")}); here it ends after ${windowInDays} days.`
        : `${AFTERMATH[usage]}; ${windowInDays} days remain to cancel the deletion.`,
    stranded.length === 0 ? "" : `It is used by ${stranded.join(", ")}.`,
  ];
  return {
    tone: how === "forgotten" ? "plain" : "danger",
    text: text.filter((part) => part !== "").join(" "),
  };
}

function errorLine(text: string): Line {
  return { tone: "danger", text };
}

function aliasLine({ name, region, from, to }: AliasChange): Line {
  const what =
    to === undefined
      ? `no longer leads to ${from}, or to any key: who knows the key by it fails`
      : `leads to ${to} and no longer to ${from}: who knows the key by it uses another one from then on`;
  return { tone: to === undefined ? "danger" : "gain", text: `${name} in ${region} ${what}` };
}

function grantLine({ change, name, key, grantee, operations, external }: GrantChange): Line {
  const who = grantee ?? "a principal that preview does not know";
  const sign = change === "made" ? "+" : "-";
  const outside = external ? ", of another account," : "";
  return {
    tone: change === "made" ? (external ? "danger" : "gain") : "loss",
    text: `${sign} grant ${name}: ${who}${outside} can${change === "made" ? "" : " no longer"} call ${operations.join(", ")} with ${key}`,
  };
}

function violationLine({ rule, severity, resource, message }: Violation, tone: Tone): Line {
  return { tone, text: `${severity} ${rule} on ${resource}: ${message}` };
}
