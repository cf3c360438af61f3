import { isAwsError, unlessAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { jsonProblem, sameJson } from "../../policies";
import { matching } from "../../problems";
import { requiredText } from "../../read";
import type { Resource } from "../../resource";
import type { Properties } from "../../values";

const GONE = ["ResourceNotFound", "DashboardNotFoundError"];

/** A dashboard; its id is its name. https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/dashboard/ */
export const dashboard: Resource = {
  properties: {
    dashboardArn: { type: "string", output: true },
    dashboardBody: {
      type: "string",
      required: true,
      document: true,
      same: sameJson,
      keepsForm: true,
      problem: jsonProblem,
    },
    dashboardName: {
      type: "string",
      required: true,
      forceNew: true,
      problem: matching(/^[\w-]{1,255}$/, "at most 255 letters, digits, hyphens and underscores"),
    },
  },

  async create(context, inputs) {
    await put(context, inputs);
    return requiredText(inputs, "dashboardName");
  },

  async read(context, id) {
    const cloudwatch = await context.client("cloudwatch");
    try {
      const found = await cloudwatch.getDashboard({ DashboardName: id });
      return {
        dashboardArn: found.DashboardArn ?? null,
        dashboardBody: found.DashboardBody ?? "",
        dashboardName: id,
      };
    } catch (error) {
      if (isAwsError(error, ...GONE)) return undefined;
      throw error;
    }
  },

  async update(context, _id, { inputs }) {
    await put(context, inputs);
  },

  async delete(context, id) {
    const cloudwatch = await context.client("cloudwatch");
    await cloudwatch.deleteDashboards({ DashboardNames: [id] }).catch(unlessAwsError(...GONE));
  },
};

async function put(context: Context, inputs: Properties): Promise<void> {
  const cloudwatch = await context.client("cloudwatch");
  const { DashboardValidationMessages: problems = [] } = await cloudwatch.putDashboard({
    DashboardName: requiredText(inputs, "dashboardName"),
    DashboardBody: requiredText(inputs, "dashboardBody"),
  });
  const [first] = problems;
  if (first !== undefined) throw new Error(`${String(first.DataPath)}: ${String(first.Message)}`);
}
