import type { Answer } from "../protocol";
import { xmlAnswer } from "../protocol";
import { AwsError } from "../awsError";
import type { Callers } from "./callers/callers";

/**
 * What LocalEmu's STS gets wrong about who callers are.
 * @param parameters of the request
 * @returns the answer; undefined where LocalEmu is to give it
 * @throws AwsError AccessDenied where a role is assumed that does not exist
 */
export async function answerSts(
  parameters: URLSearchParams,
  accessKeyId: string,
  callers: Callers,
): Promise<Answer | undefined> {
  switch (parameters.get("Action")) {
    case "GetCallerIdentity": {
      const { arn, account, context } = await callers.callerOf(accessKeyId, "aws");
      // LocalEmu takes the root of an account for a user that does not exist.
      return arn.endsWith(":root") ? callerIdentity(arn, account, String(context["aws:userid"])) : undefined;
    }
    case "AssumeRole": {
      const arn = parameters.get("RoleArn") ?? "";
      const account = arn.split(":")[4] ?? "";
      const name = arn.split("/").at(-1) ?? "";
      // LocalEmu lets everyone assume a role that does not exist.
      if (!/^\d{12}$/.test(account) || (await callers.hasRole(account, name))) return undefined;
      const caller = await callers.callerOf(accessKeyId, "aws");
      throw new AwsError(
        "AccessDenied",
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
        403,
      );
    }
    default:
      return undefined;
  }
}

function callerIdentity(arn: string, account: string, userId: string): Answer {
  return xmlAnswer(
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      `<Arn>${arn}</Arn><UserId>${userId}</UserId><Account>${account}</Account>` +
      "</GetCallerIdentityResult></GetCallerIdentityResponse>",
  );
}
