/** Reads the policies of live keys, most of which are alike or used once. */
import { KeyPolicyError, parseKeyPolicy } from "../../../kms/policy/parse";
import type { PolicyFact } from "../../../rulebook/facts";

/**
 * Policies that are remembered, with what the rulebook found out about them. Few: an analysis takes 200 kB, and what lives for long
 * is expensive to forget.
 */
const REMEMBERED = 8;
const recent = new Map<string, PolicyFact>();

/** The policy that a text holds, or why it holds none. */
export function livePolicy(text: string): PolicyFact {
  const known = recent.get(text) ?? read(text);
  recent.delete(text);
  recent.set(text, known);
  const [oldest] = recent.keys();
  if (recent.size > REMEMBERED && oldest !== undefined) recent.delete(oldest);
  return known;
}

function read(text: string): PolicyFact {
  try {
    return { kind: "document", policy: parseKeyPolicy(text) };
  } catch (error) {
    if (error instanceof KeyPolicyError) return { kind: "unreadable", problem: error.message };
    throw error;
  }
}
