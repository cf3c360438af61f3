/** The choices that a user has on starting the instance: options of `npm run local`, else environment variables. */
import type { InstanceOptions } from "./instance";
import { SetupError } from "./setupError";

/** Choices as they are typed. */
export interface Choices {
  /** KMS_FOUNDATION_PORT: the endpoint's TCP port. */
  readonly port?: string | undefined;
  /** KMS_FOUNDATION_AWS_PLUGIN: `stand-in` or `official`. */
  readonly awsPlugin?: string | undefined;
}

/**
 * The choices made.
 * @throws SetupError for a port that is none, or a plugin that is not known
 */
export function startOptions(
  typed: Choices,
  env: NodeJS.ProcessEnv = process.env,
): Pick<InstanceOptions, "port" | "officialAwsPlugin"> {
  const { port = env.KMS_FOUNDATION_PORT, awsPlugin = env.KMS_FOUNDATION_AWS_PLUGIN } = typed;
  return {
    port: port === undefined ? undefined : validPort(port),
    officialAwsPlugin: awsPlugin === undefined ? undefined : isOfficial(awsPlugin),
  };
}

function validPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1024 && port <= 65_535) return port;
  throw new SetupError(`"${text}" is no port for the local endpoint: give a number from 1024 to 65535.`);
}

function isOfficial(text: string): boolean {
  if (text === "stand-in" || text === "official") return text === "official";
  throw new SetupError(`"${text}" is no AWS plugin: give stand-in or official.`);
}
