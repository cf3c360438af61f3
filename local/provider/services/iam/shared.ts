/** What IAM's resource types share. */
import { policyProblem, samePolicy } from "../../policies";
import { matching } from "../../problems";
import type { Property } from "../../property";

/** A policy document; IAM gives it back URL-encoded. */
export const document = {
  type: "string",
  document: true,
  same: samePolicy,
  keepsForm: true,
  problem: policyProblem,
} satisfies Property;

/** Reads a document as IAM answers with it. */
export function decodeDocument(encoded: string | undefined): string {
  return decodeURIComponent(encoded ?? "");
}

/** A name that the provider makes where the program gives none. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function nameProperties(maxLength: number): { name: Property; namePrefix: Property } {
  const problem = matching(/^[\w+=,.@-]+$/, 'letters, digits and "+=,.@-_"');
  return {
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      conflictsWith: ["namePrefix"],
      autoName: { maxLength },
      problem,
    },
    namePrefix: { type: "string", computed: true, forceNew: true, problem },
  };
}

/** A path of IAM: `/`, `/teams/`. */
export const path = {
  type: "string",
  default: "/",
  forceNew: true,
  problem: matching(/^\/(?:[\u0021-\u007E]*\/)?$/, "a path that begins and ends with /"),
} satisfies Property;

/** Codes under which IAM says that something is not there. */
export const GONE = ["NoSuchEntityException", "NoSuchEntity"];
