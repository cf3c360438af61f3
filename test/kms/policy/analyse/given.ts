/** Policies and options for tests of the analysis: one Allow of kms:Decrypt to everyone a statement, unless it says otherwise. */
import type { KeyPolicy } from "../../../../kms/policy/document";
import type { AnalyseOptions } from "../../../../kms/policy/analyse/options";
import { type Universe, universeOf } from "../../../../kms/policy/analyse/universe";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

export type Json = Readonly<Record<string, unknown>>;

/** Statements, and what is reported of them: severity, rule, statement, Sid, message. */
export interface ReportCase {
  readonly name: string;
  readonly statements: readonly Json[];
  readonly reports: readonly string[];
}

export const OWNER = "111122223333";
export const TRUSTED = "222233334444";
export const STRANGER = "444455556666";
/** An account that no policy names. */
export const ANYONE = "666666666666";
export const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/1234`;

export const options: AnalyseOptions = {
  ownerAccount: OWNER,
  trustedAccounts: [TRUSTED],
  trustedOrganizations: ["o-trusted0001"],
  region: "us-east-1",
  now: new Date("2026-11-24T12:00:00Z"),
};

export const iam = (resource: string, account = OWNER): string => `arn:aws:iam::${account}:${resource}`;

/** The usual statement: the account's IAM policies decide. */
export const root: Json = { Principal: { AWS: iam("root") }, Action: "kms:*" };

export function policyOf(...statements: readonly Json[]): KeyPolicy {
  const usual = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
  const document = {
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ ...usual, ...statement })),
  };
  return keyPolicyFromJson(JSON.parse(JSON.stringify(document)));
}

/** A policy whose only statement has these conditions. */
export const conditioned = (Condition: Json): KeyPolicy => policyOf({ Condition });

export const worldOf = (policy: KeyPolicy, more: Partial<AnalyseOptions> = {}): Universe =>
  universeOf([policy], { ...options, ...more });
