/** The environment that points AWS clients and the Pulumi engine at an instance. */
import { delimiter } from "node:path";
import { layoutOf } from "./layout";

/** The account that everything belongs to unless a client says otherwise: LocalEmu takes the access key id for it. */
export const ACCOUNT = "111111111111";

/** Variables to set (a text) and to unset (undefined). */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that would lead an AWS client elsewhere: another account, role, Region or endpoint. */
const misleading = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_ROLE_ARN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE_FILE",
];

/**
 * What differs from the environment `base`, in a shell and in a child process alike.
 * @param folder the instance's folder
 * @param port the gateway's port on 127.0.0.1
 */
export function instanceEnvironment(
  folder: string,
  port: number,
  base: NodeJS.ProcessEnv = process.env,
): Environment {
  const layout = layoutOf(folder);
  const serviceEndpoints = Object.keys(base).filter((name) => name.startsWith("AWS_ENDPOINT_URL_"));
  return {
    ...Object.fromEntries([...misleading, ...serviceEndpoints].map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    PATH: [layout.bin, ...(base.PATH ?? "").split(delimiter).filter((place) => place !== layout.bin)].join(
      delimiter,
    ),
    PULUMI_HOME: layout.pulumiHome,
    PULUMI_BACKEND_URL: layout.backendUrl,
    // Stack configuration for this stack holds nothing to keep: the passphrase is known to everyone.
    PULUMI_CONFIG_PASSPHRASE: "local",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
  };
}

/** `base` with the variables set and unset. */
export function applied(environment: Environment, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries({ ...base, ...environment }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

/** The same as commands for a POSIX shell, one a line. */
export function shellCommands(environment: Environment): string {
  return Object.entries(environment)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`))
    .join("\n");
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
