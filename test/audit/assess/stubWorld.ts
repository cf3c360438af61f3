/** Runs `kms-audit assess` against a stub of AWS. */
import { type Outcome, run } from "../world";
import { type Report, report as reportShape } from "../../../audit/assess/report";
import { startStubAws, type StubAws, type StubOptions } from "./stubAws";

export const ACCOUNT = "111122223333";

/** What came of a run, and what the stub saw. */
export interface Assessed extends Outcome {
  readonly calls: StubAws["calls"];
}

/** Runs the command with the stub as its endpoint, and this process's environment as it was afterwards. */
export async function assessStub(
  stub: StubOptions,
  args: readonly string[] = ["--region", "us-east-1", "--format", "json"],
  environment: Readonly<Record<string, string>> = {},
): Promise<Assessed> {
  const aws = await startStubAws(stub);
  try {
    const outcome = await withEnvironment({ AWS_ENDPOINT_URL: aws.endpoint, ...environment }, () =>
      run(["assess", "--last-use", "never", ...args]),
    );
    return { ...outcome, calls: aws.calls };
  } finally {
    await aws.close();
  }
}

/** Runs with credentials and whatever else is given in the environment. */
export async function withEnvironment<T>(
  environment: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  for (const name of ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"])
    Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "stub" }, environment);
  try {
    return await work();
  } finally {
    process.env = before;
  }
}

/** The report that a run wrote to standard output. */
export function reportOf({ exitCode, out, err }: Outcome): Report {
  if (exitCode === 2) throw new Error(err);
  return reportShape.parse(JSON.parse(out));
}
