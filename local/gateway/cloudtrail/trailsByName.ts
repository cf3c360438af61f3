import type { CallMend } from "../mend";
import { isJsonObject } from "../protocol";

/** DescribeTrails describes the trails that were asked for. */
export const trailsByName: CallMend = {
  name: "trails by name",
  service: "cloudtrail",
  operations: ["DescribeTrails"],
  aws: "`DescribeTrails` describes the trails of `trailNameList` (names or ARNs), or all where it is empty",
  docs: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html",
  localEmu: "always describes all, so that Terraform fails with a second trail in the account",
  answer: async ({ input: { trailNameList: wanted } }, next) => {
    const output = await next();
    if (!Array.isArray(wanted) || wanted.length === 0 || !Array.isArray(output.trailList)) return output;
    const trailList = output.trailList
      .filter(isJsonObject)
      .filter((trail) => wanted.includes(trail.Name) || wanted.includes(trail.TrailARN));
    return { ...output, trailList };
  },
};
