import { AwsError } from "../awsError";
import type { ErrorMend } from "../mend";

/** A dashboard that is not there is told so. */
export const missingDashboard: ErrorMend = {
  name: "missing dashboard",
  service: "monitoring",
  operations: ["GetDashboard"],
  aws: "`GetDashboard` of a dashboard that is not there is `ResourceNotFound` (HTTP 404), in all three protocols of CloudWatch",
  docs: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html",
  localEmu: "answers `InvalidParameterValue`, so that Terraform cannot tell that the dashboard is gone",
  mistaken: /Dashboard \S+ does not exist/,
  rightError: (message) => new AwsError("DashboardNotFoundError", message, 404, "ResourceNotFound"),
};
