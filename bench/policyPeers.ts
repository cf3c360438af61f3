/**
 * The labelled key policies, judged by peers and by kms-audit: `npx ts-node --transpile-only bench/policyPeers.ts` after
 * `npm run build`. Each peer is installed into an environment of its own.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type Access, analyse, type AnalyseOptions } from "../kms/policy/analyse/analyse";
import { keyPolicyFromJson } from "../kms/policy/parse";
import { environmentOf, type PeerPackage, succeed } from "./peerEnvironments";
import { typicalPolicy } from "./typicalPolicy";

const MANY = 1000;
const checkov: PeerPackage = { name: "checkov", version: "3.3.30" };

/** Peers that are asked by bench/policyPeers.py. */
const libraries: readonly (PeerPackage & { readonly asked: string; readonly title: string })[] = [
  { name: "c7n", version: "0.9.53", asked: "custodian", title: "Cloud Custodian" },
  { name: "policyuniverse", version: "1.5.1.20231109", asked: "policyuniverse", title: "policyuniverse" },
  {
    name: "prowler",
    version: "5.46.0",
    asked: "prowler",
    title: "Prowler",
    only: [
      ...["alive-progress", "boto3", "colorama", "jsonschema", "markdown", "packaging", "py-iam-expand"],
      ...["py-ocsf-models", "pydantic", "pytz", "pyyaml", "requests", "schema", "tabulate", "tzlocal"],
    ],
  },
];

interface Labelled extends AnalyseOptions {
  readonly id: string;
  readonly title: string;
  readonly policy: unknown;
  readonly expected: { readonly access: Access };
}

/** Whether a peer reports access by anyone, and by anyone outside the trusted zone; null where it has no such question. */
interface Answer {
  readonly public: boolean | "error" | null;
  readonly outside: boolean | "error" | null;
}

/** A peer's answers by the id of the policy. */
type Answers = ReadonlyMap<string, Answer>;

const rows = readFileSync("test/data/keyPolicies/labelled.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Labelled);

function ownAnswers(): Answers {
  return new Map(
    rows.map((row) => {
      const { access } = analyse(keyPolicyFromJson(row.policy), row);
      return [row.id, { public: access === "public", outside: access !== "private" }];
    }),
  );
}

function libraryAnswers(peer: (typeof libraries)[number]): Answers {
  const python = join(environmentOf(peer), "python");
  const { out } = succeed(python, [resolve("bench/policyPeers.py"), peer.asked], {
    input: JSON.stringify(rows),
  });
  // Prowler logs to standard output too.
  return new Map(Object.entries(JSON.parse(out.trim().split("\n").at(-1) ?? "") as Record<string, Answer>));
}

/** Checkov reads templates: one key a file. */
function writeTemplates(folder: string, policies: readonly (readonly [string, unknown])[]): void {
  mkdirSync(folder);
  for (const [name, KeyPolicy] of policies)
    writeFileSync(
      join(folder, `${name}.json`),
      JSON.stringify({
        AWSTemplateFormatVersion: "2010-09-09",
        Resources: { Key: { Type: "AWS::KMS::Key", Properties: { EnableKeyRotation: true, KeyPolicy } } },
      }),
    );
}

function runCheckov(folder: string): { readonly failed: ReadonlySet<string>; readonly seconds: number } {
  const only = ["--framework", "cloudformation", "--check", "CKV_AWS_33"];
  const { out, seconds } = succeed(
    join(environmentOf(checkov), "checkov"),
    ["--directory", folder, ...only, "--output", "json", "--compact"],
    { mostStatus: 1 },
  );
  const report = JSON.parse(out) as { results?: { failed_checks: readonly { file_path: string }[] } };
  const failed = report.results?.failed_checks.map(({ file_path }) => basename(file_path, ".json"));
  return { failed: new Set(failed), seconds };
}

function checkovAnswers(folder: string): Answers {
  writeTemplates(
    join(folder, "labelled"),
    rows.map(({ id, policy }) => [id, policy]),
  );
  const { failed } = runCheckov(join(folder, "labelled"));
  return new Map(rows.map(({ id }) => [id, { public: failed.has(id), outside: null }]));
}

/** `26 of 36 (2 missed, 8 false alarms)` */
function score(answers: Answers, question: keyof Answer, truth: (row: Labelled) => boolean): string {
  const given = rows.map((row) => ({ answer: answers.get(row.id)?.[question], isSo: truth(row) }));
  if (given.every(({ answer }) => answer === null)) return "does not ask";
  const count = (fits: (answer: Answer["public"] | undefined, isSo: boolean) => boolean): number =>
    given.filter(({ answer, isSo }) => fits(answer, isSo)).length;
  const failed = count((answer) => answer === "error");
  const missed = count((answer, isSo) => answer === false && isSo);
  const alarms = count((answer, isSo) => answer === true && !isSo);
  const faults = [
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(alarms > 0 ? [`${alarms} false alarms`] : []),
    ...(failed > 0 ? [`${failed} crashes`] : []),
  ];
  const right = `${rows.length - missed - alarms - failed} of ${rows.length}`;
  return faults.length === 0 ? right : `${right} (${faults.join(", ")})`;
}

function compareVerdicts(folder: string): void {
  const peers: readonly (readonly [string, Answers])[] = [
    ["kms-audit", ownAnswers()],
    [`Checkov ${checkov.version}, CKV_AWS_33`, checkovAnswers(folder)],
    ...libraries.map((peer) => [`${peer.title} ${peer.version}`, libraryAnswers(peer)] as const),
  ];
  console.log("| judge | public, or not | anyone outside the trusted zone, or nobody |\n| --- | --- | --- |");
  for (const [title, answers] of peers)
    console.log(
      `| ${title} | ${score(answers, "public", ({ expected }) => expected.access === "public")} | ${score(answers, "outside", ({ expected }) => expected.access !== "private")} |`,
    );
}

function compareSpeed(folder: string): void {
  const typical = Array.from(
    { length: MANY },
    (_, index) => [`policy-${index}`, typicalPolicy(index)] as const,
  );
  writeTemplates(join(folder, "templates"), typical);
  const policies = join(folder, "policies");
  mkdirSync(policies);
  for (const [name, policy] of typical) writeFileSync(join(policies, `${name}.json`), JSON.stringify(policy));
  const theirs = runCheckov(join(folder, "templates")).seconds;
  const audit = [
    resolve("dist/kms-audit.js"),
    "policy",
    policies,
    "--owner",
    "111122223333",
    "--format",
    "json",
  ];
  const ours = succeed(process.execPath, audit, { mostStatus: 1 }).seconds;
  console.log(
    `${MANY} policies of five statements: Checkov, this one check, ${theirs.toFixed(1)} s; kms-audit ${ours.toFixed(1)} s (${(theirs / ours).toFixed(0)} times faster)`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "policy-peers-"));
try {
  compareVerdicts(folder);
  compareSpeed(folder);
} finally {
  rmSync(folder, { recursive: true });
}
