/** Makes a client of the SDK wait for its turn before each attempt at a call. */
import type { FinalizeRequestMiddleware, MetadataBearer, MiddlewareStack } from "@smithy/types";
import { type Action, actionOf, calls } from "./calls";
import { isThrottling } from "./failure";
import { Rate } from "./rate";

/** The rates of one account and Region, one for each call. */
export class Rates {
  private readonly rates = new Map<Action, Rate>();

  /** The rate of a call. */
  of(action: Action): Rate {
    const rate = this.rates.get(action) ?? new Rate(calls[action].perSecond);
    this.rates.set(action, rate);
    return rate;
  }
}

/**
 * The same client, paced. Throws at a call that `calls.ts` does not list, so that the policy that `kms-audit permissions` prints
 * cannot fall behind.
 * @param service the prefix of the service's IAM actions
 */
export function paced<Client, Input extends object, Output extends MetadataBearer>(
  client: Client & { readonly middlewareStack: MiddlewareStack<Input, Output> },
  service: string,
  rates: Rates,
): Client {
  const waitForTurn: FinalizeRequestMiddleware<Input, Output> =
    (next, { commandName = "" }) =>
    async (call) => {
      const operation = commandName.replace(/Command$/, "");
      const action = actionOf(service, operation);
      if (action === undefined) throw new TypeError(`${service}:${operation} is no call of an assessment`);
      const rate = rates.of(action);
      await rate.turn();
      try {
        const answer = await next(call);
        rate.succeeded();
        return answer;
      } catch (error) {
        if (isThrottling(error)) rate.throttled();
        throw error;
      }
    };
  // Within the SDK's retries, so that each attempt takes its turn and each throttled one is counted.
  client.middlewareStack.addRelativeTo(waitForTurn, {
    relation: "after",
    toMiddleware: "retryMiddleware",
    name: "waitForTurn",
  });
  return client;
}
