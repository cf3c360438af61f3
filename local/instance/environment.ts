/** The environment that points AWS clients and the Pulumi engine at an instance. */
import { delimiter, join } from "node:path";
import { cacheFolder } from "../toolchain/cacheFolder";
import { layoutOf } from "./layout";

/** The account that everything belongs to unless a client says otherwise: LocalEmu takes the access key id for it. */
export const ACCOUNT = "111111111111";

/** What a shell or a process needs to use an instance. */
export interface Environment {
  /** Variables to set (a text) and to unset (undefined). */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The folder to put first on the PATH: it has the engine, its language host, and the Node.js they need. */
  readonly bin: string;
}

/** Everything that would lead a client elsewhere: another account, role, Region, endpoint or backend. */
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
  "PULUMI_STACK",
];

/**
 * The environment of an instance.
 * @param folder the instance's folder
 * @param port the gateway's port on 127.0.0.1
 * @param base the environment that it is meant for: endpoints of single services in it are unset
 */
export function instanceEnvironment(
  folder: string,
  port: number,
  base: NodeJS.ProcessEnv = process.env,
): Environment {
  const layout = layoutOf(folder);
  const endpointsOfServices = Object.keys(base).filter((name) => name.startsWith("AWS_ENDPOINT_URL_"));
  return {
    bin: layout.bin,
    variables: {
      ...Object.fromEntries([...misleading, ...endpointsOfServices].map((name) => [name, undefined])),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
      // Half of what the engine's Node.js processes do at their start is compiling the same modules again.
      // https://nodejs.org/api/module.html#module-compile-cache
      NODE_COMPILE_CACHE: base.NODE_COMPILE_CACHE ?? join(cacheFolder(base), "compiled"),
      PULUMI_HOME: layout.pulumiHome,
      PULUMI_BACKEND_URL: layout.backendUrl,
      // Nothing in a local stack is worth a secret: whoever has the repository knows this passphrase.
      PULUMI_CONFIG_PASSPHRASE: "local",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
    },
  };
}

/** The whole environment of a process that uses an instance: `base`, changed. */
export function applied(
  { variables, bin }: Environment,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const path = (base.PATH ?? "").split(delimiter).filter((folder) => folder !== bin);
  const changed: NodeJS.ProcessEnv = { ...base, ...variables, PATH: [bin, ...path].join(delimiter) };
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
}

/** The same as commands for a POSIX shell, one a line; the shell's own PATH stays, behind. */
export function shellCommands({ variables, bin }: Environment): string {
  return [
    ...Object.entries(variables).map(([name, value]) =>
      value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`,
    ),
    `export PATH=${quoted(bin)}:"$PATH"`,
  ].join("\n");
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
