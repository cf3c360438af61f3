/** The rulebook as CrossGuard policies. */
import type { Policies } from "@pulumi/policy";
import type { Rule } from "../rulebook/rule";
import { leadPolicy } from "./leadPolicy";
import { RulePolicy } from "./rulePolicy";
import { Session } from "./session";

/**
 * The policies of a pack that enforces those of `rules` that can decide at preview; the order matters, the lead comes first.
 * @param say takes the summary; CrossGuard shows what a pack writes among the diagnostics of the stack
 */
export function policiesOf(
  rules: readonly Rule[],
  say = (text: string) => {
    console.log(text);
  },
): Policies {
  const session = new Session();
  const followers = rules
    .filter(({ sight }) => sight.includes("preview"))
    .map((rule) => new RulePolicy(rule, session));
  return [leadPolicy(followers, session, say), ...followers.map((follower) => follower.toPolicy())];
}
