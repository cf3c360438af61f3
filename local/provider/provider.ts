/** What the provider does, on plain values: the gRPC side is in `server.ts`, the AWS side in `services/`. */
import { homedir } from "node:os";
import { join } from "node:path";
import { checkInputs, regionOf } from "./check";
import { checkProperties } from "./checkProperties";
import { Clients } from "./clients";
import { type CallerIdentity, callerIdentity, checkAccount } from "./configuration/account";
import { type ProviderSettings, settingsOf } from "./configuration/settings";
import type { Context } from "./context";
import { type Differences, differences } from "./diff";
import { dnsSuffixOf, partitionOf } from "../../kms/partitions";
import { CreateJournal } from "./lifecycle/createJournal";
import { createResource, type Made, previewResource } from "./lifecycle/create";
import { type Found, readResource } from "./lifecycle/read";
import { previewUpdate, updateResource } from "./lifecycle/update";
import type { Naming } from "./naming";
import { functionOf, resourceOf } from "./registry";
import { regionProblem } from "./regions";
import type { Failure } from "./property";
import { text } from "./read";
import type { Properties } from "./values";

/** Seconds that an operation may take where neither the program nor the type says otherwise. */
const DEFAULT_TIMEOUT = 20 * 60;

/** One instance serves one configured provider. */
export class Provider {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #cancelled = new AbortController();
  #settings: ProviderSettings | undefined;
  #clients: Clients | undefined;
  #identity: Promise<CallerIdentity> | undefined;

  readonly #creating = new Set<string>();
  readonly #journal: CreateJournal;
  #isOver = false;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
    const { PULUMI_HOME, PULUMI_BACKEND_URL, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_PROFILE } = environment;
    const scope = [PULUMI_BACKEND_URL, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_PROFILE].join("\n");
    this.#journal = new CreateJournal(
      join(PULUMI_HOME ?? join(homedir(), ".pulumi"), "aws-creations"),
      scope,
    );
  }

  /**
   * Takes the configuration and holds it against the account.
   * @throws Error where the account or the credentials are refused
   */
  async configure(inputs: Properties): Promise<void> {
    const settings = settingsOf(inputs, this.#environment);
    this.#settings = settings;
    this.#clients = new Clients(settings, this.#environment);
    const wantsAccount = settings.allowedAccountIds.length + settings.forbiddenAccountIds.length > 0;
    if (!settings.skipCredentialsValidation || wantsAccount) {
      const { account } = await this.#callerIdentity();
      checkAccount(account, settings);
    }
  }

  /** Ends every wait; calls under way to AWS are finished, so that what they make is reported. */
  cancel(): void {
    this.#cancelled.abort(new Error("the engine cancelled the operation"));
  }

  /** Checks the inputs of a resource and fills in defaults. */
  check(type: string, olds: Properties, news: Properties, naming: Naming): ReturnType<typeof checkInputs> {
    return checkInputs(resourceOf(type), olds, news, naming, this.#configured());
  }

  /** The engine's state has a resource: nothing of it was lost. */
  isKnown(urn: string): void {
    this.#journal.settle(urn);
  }

  /**
   * Nothing more is answered.
   * @param inOrder the engine ended by itself and wrote down what it was told; it did not die
   */
  end(inOrder: boolean): void {
    this.#isOver = true;
    if (inOrder) this.#journal.close(this.#creating);
  }

  /** Compares a resource with its inputs. */
  diff(type: string, state: Properties, news: Properties, ignored: readonly string[]): Differences {
    return differences(resourceOf(type), state, news, ignored);
  }

  /** What a resource would be once made; what is not known yet is unknown. */
  previewCreate(type: string, inputs: Properties): Properties {
    return previewResource(resourceOf(type), inputs);
  }

  /**
   * Makes a resource.
   * @param timeout seconds; 0 for the type's own
   * @throws PartialFailure where it exists but is not complete
   */
  async create(type: string, urn: string, inputs: Properties, timeout: number): Promise<Made> {
    const resource = resourceOf(type);
    const context = this.#context(inputs, timeout, resource.timeouts?.create);
    this.#creating.add(urn);
    try {
      return await createResource(resource, context, inputs, { journal: this.#journal, urn });
    } finally {
      // Answered after the engine has gone is not answered at all.
      if (!this.#isOver) this.#creating.delete(urn);
    }
  }

  /**
   * Reads a resource, to refresh or to import it.
   * @param id with `@<Region>` at its end where the resource is in another Region than the provider's
   * @returns undefined where there is none
   */
  async read(
    type: string,
    id: string,
    state: Properties,
    inputs: Properties,
    timeout: number,
  ): Promise<Found | undefined> {
    const resource = resourceOf(type);
    const [bareId, region] = Object.keys(state).length === 0 ? splitRegion(id) : [id, undefined];
    const known = region === undefined ? { ...inputs, ...state } : { region };
    return readResource(resource, this.#context(known, timeout), bareId, state, inputs);
  }

  /** What a resource would be once changed. */
  previewUpdate(type: string, state: Properties, news: Properties, ignored: readonly string[]): Properties {
    return previewUpdate(resourceOf(type), state, news, ignored);
  }

  /**
   * Changes a resource in place.
   * @throws PartialFailure where some of the changes may have been made
   */
  update(
    type: string,
    id: string,
    state: Properties,
    news: Properties,
    ignored: readonly string[],
    timeout: number,
  ): Promise<Properties> {
    const resource = resourceOf(type);
    const context = this.#context(state, timeout, resource.timeouts?.update);
    return updateResource(resource, context, id, state, news, ignored);
  }

  /** Takes a resource away. */
  delete(type: string, id: string, state: Properties, timeout: number): Promise<void> {
    const resource = resourceOf(type);
    return resource.delete(this.#context(state, timeout, resource.timeouts?.delete), id, state);
  }

  /** Calls a function of the provider. */
  async invoke(
    token: string,
    args: Properties,
  ): Promise<{ failures: readonly Failure[]; result: Properties; secrets: readonly string[] }> {
    const definition = functionOf(token);
    const region = { region: { type: "string", problem: regionProblem } } as const;
    const table = definition.global === true ? definition.arguments : { ...definition.arguments, ...region };
    const { inputs, failures } = checkProperties(table, args);
    if (failures.length > 0) return { failures, result: {}, secrets: [] };
    const context = this.#context(inputs, 0);
    const result = await definition.call(context, inputs);
    return {
      failures,
      result: {
        ...inputs,
        ...(definition.global !== true && { region: context.region }),
        ...result,
      },
      secrets: definition.secrets ?? [],
    };
  }

  #context(properties: Properties, timeout: number, ofType?: number): Context {
    const settings = this.#configured();
    const clients = this.#clients;
    const region = text(properties, "region") ?? regionOf({}, settings);
    const partition = region === undefined ? undefined : partitionOf(region);
    if (clients === undefined || region === undefined || partition === undefined) {
      throw new Error(`no Region to work in: ${region ?? "set aws:region"}`);
    }
    const seconds = timeout > 0 ? timeout : (ofType ?? DEFAULT_TIMEOUT);
    return {
      region,
      partition,
      dnsSuffix: dnsSuffixOf(partition),
      settings,
      account: async () => (await this.#callerIdentity()).account,
      identity: () => this.#callerIdentity(),
      client: (service, inRegion = region) => clients.of(service, inRegion),
      isLocal: clients.isLocal("kms"),
      signal: AbortSignal.any([this.#cancelled.signal, AbortSignal.timeout(seconds * 1_000)]),
    };
  }

  #callerIdentity(): Promise<CallerIdentity> {
    const [settings, clients] = [this.#configured(), this.#clients];
    if (clients === undefined || settings.region === undefined) throw new Error("set aws:region");
    return (this.#identity ??= callerIdentity(clients, settings.region));
  }

  #configured(): ProviderSettings {
    if (this.#settings === undefined) throw new Error("the provider is not configured yet");
    return this.#settings;
  }
}

/** `id@us-west-2` names a resource in a Region, as the official provider's imports do from version 7 on. */
function splitRegion(id: string): [string, string | undefined] {
  const at = id.lastIndexOf("@");
  const region = id.slice(at + 1);
  return at > 0 && partitionOf(region) !== undefined ? [id.slice(0, at), region] : [id, undefined];
}
