/** A stack of a Pulumi program, driven through the real engine. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import { linkedProject } from "./linkedProject";
import { localInstance } from "./localInstance";

/** The policy pack, wherever the engine runs. */
export const policyPack = path.resolve("policy-pack");

export interface Outcome {
  readonly status: number | null;
  /** Standard output and standard error as they came. */
  readonly text: string;
  readonly stdout: string;
}

export interface Step {
  readonly op: string;
  readonly urn: string;
}

/** A resource in a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly protect?: boolean;
}

type Settings = Readonly<Record<string, unknown>>;

export class Stack {
  private constructor(
    readonly name: string,
    private readonly project: string,
    private readonly account: string,
  ) {}

  /** A new stack of this repository's program, or of the one in `project`, with the settings `settings`, in an account. */
  static async create(
    name: string,
    settings: Settings,
    project?: string,
    account = "111111111111",
  ): Promise<Stack> {
    const stack = new Stack(name, project ?? (await linkedProject()), account);
    await stack.configure(settings);
    await stack.mustRun("stack", "init", name);
    return stack;
  }

  /** Replaces the stack's settings; they are written under the program's own name where they name no other. */
  async configure(settings: Settings): Promise<void> {
    const named = Object.entries(settings).map(([key, value]): [string, unknown] => [
      key.includes(":") ? key : `kms-foundation:${key}`,
      value,
    ]);
    const file = path.join(this.project, `Pulumi.${this.name}.yaml`);
    const salt = existsSync(file)
      ? (parse(await readFile(file, "utf8")) as Settings).encryptionsalt
      : undefined;
    const config = { "aws:region": "us-east-1", ...Object.fromEntries(named) };
    await writeFile(file, stringify({ config, ...(salt !== undefined && { encryptionsalt: salt }) }));
  }

  /** Starts the engine and leaves it running. */
  async start(...args: string[]): Promise<ChildProcess> {
    const { environment } = await localInstance();
    const stack = args[1] === "init" ? [] : ["--stack", this.name];
    return spawn("pulumi", ["--cwd", this.project, "--non-interactive", ...args, ...stack], {
      env: { ...environment, AWS_ACCESS_KEY_ID: this.account },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
  }

  async run(...args: string[]): Promise<Outcome> {
    const child = await this.start(...args);
    let text = "";
    let stdout = "";
    child.stdout?.on("data", (chunk) => {
      text += String(chunk);
      stdout += String(chunk);
    });
    child.stderr?.on("data", (chunk) => (text += String(chunk)));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status) => {
        resolve({ status, text, stdout });
      });
    });
  }

  /** Runs the engine and fails the test with all it said unless it exits with 0. */
  async mustRun(...args: string[]): Promise<Outcome> {
    const outcome = await this.run(...args);
    if (outcome.status !== 0)
      throw new Error(`pulumi ${args.join(" ")} exited with ${outcome.status}:\n${outcome.text}`);
    return outcome;
  }

  /** What an update would do, without the resources that stay as they are. */
  async steps(): Promise<Step[]> {
    const { stdout } = await this.mustRun("preview", "--json");
    const { steps } = JSON.parse(stdout) as { steps: Step[] };
    return steps.filter(({ op }) => op !== "same");
  }

  async outputs<T>(): Promise<T> {
    const { stdout } = await this.mustRun("stack", "output", "--json");
    return JSON.parse(stdout) as T;
  }

  /** The resources in the stack's state. */
  async resources(): Promise<StateResource[]> {
    const { stdout } = await this.mustRun("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources?: StateResource[] };
    };
    return deployment.resources ?? [];
  }

  async remove(): Promise<void> {
    await this.run("stack", "rm", "--yes", "--force");
    await rm(this.project, { recursive: true, force: true });
  }
}

/** `urn:...::aws:kms/key:Key::orders-us-east-1` -> `Key orders-us-east-1`. */
export function nameOf({ urn }: { readonly urn: string }): string {
  const parts = urn.split("::");
  return `${parts[2]?.split(":").at(-1) ?? ""} ${parts[3] ?? ""}`;
}
