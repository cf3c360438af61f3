/** Reads a policy once, however many rules ask for it. */
import { KeyPolicyError, parseKeyPolicy } from "../../kms/policy/parse";
import type { PolicyFact } from "../facts";

// CrossGuard hands every rule a fresh copy of the resource, so the text is the only identity a policy has here.
const seen = new Map<string, PolicyFact>();
const REMEMBERED = 256;

/** The policy that `text` holds, or why it holds none. */
export function readPolicy(text: string): PolicyFact {
  const remembered = seen.get(text);
  if (remembered !== undefined) return remembered;
  if (seen.size >= REMEMBERED) seen.clear();
  const fact = parse(text);
  seen.set(text, fact);
  return fact;
}

function parse(text: string): PolicyFact {
  try {
    return { kind: "document", policy: parseKeyPolicy(text) };
  } catch (error) {
    if (error instanceof KeyPolicyError) return { kind: "unreadable", problem: error.message };
    throw error;
  }
}
