/** Clients of the AWS SDK: loaded when first used, one for each service and Region. */
import type { ProviderSettings } from "./configuration/settings";

import { Retries } from "./retries";

/** How a client of each service is made; a service is added with one line. The keys are the names of `aws:endpoints`. */
const makers = {
  athena: async (options: ClientOptions) => new (await import("@aws-sdk/client-athena")).Athena(options),
  cloudtrail: async (options: ClientOptions) =>
    new (await import("@aws-sdk/client-cloudtrail")).CloudTrail(options),
  cloudwatch: async (options: ClientOptions) =>
    new (await import("@aws-sdk/client-cloudwatch")).CloudWatch(options),
  cloudwatchlogs: async (options: ClientOptions) =>
    new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs(options),
  eventbridge: async (options: ClientOptions) =>
    new (await import("@aws-sdk/client-eventbridge")).EventBridge(options),
  glue: async (options: ClientOptions) => new (await import("@aws-sdk/client-glue")).Glue(options),
  iam: async (options: ClientOptions) => new (await import("@aws-sdk/client-iam")).IAM(options),
  kms: async (options: ClientOptions) => new (await import("@aws-sdk/client-kms")).KMS(options),
  s3: async (options: ClientOptions) => new (await import("@aws-sdk/client-s3")).S3(options),
  secretsmanager: async (options: ClientOptions) =>
    new (await import("@aws-sdk/client-secrets-manager")).SecretsManager(options),
  sns: async (options: ClientOptions) => new (await import("@aws-sdk/client-sns")).SNS(options),
  sqs: async (options: ClientOptions) => new (await import("@aws-sdk/client-sqs")).SQS(options),
  sts: async (options: ClientOptions) => new (await import("@aws-sdk/client-sts")).STS(options),
};

/** A service that has a client here. */
export type Service = keyof typeof makers;
/** The client of a service. */
export type Client<S extends Service> = Awaited<ReturnType<(typeof makers)[S]>>;

interface ClientOptions {
  readonly region: string;
  readonly profile?: string;
  readonly credentials?: NonNullable<ProviderSettings["credentials"]>;
  readonly endpoint?: string;
  readonly forcePathStyle?: boolean;
  readonly useQueueUrlAsEndpoint?: boolean;
  readonly retryStrategy: Retries;
}

/** Gives out clients for one configuration. Credentials and endpoints not configured come from the environment. */
export class Clients {
  readonly #settings: ProviderSettings;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #clients = new Map<string, Promise<unknown>>();

  constructor(settings: ProviderSettings, environment: NodeJS.ProcessEnv) {
    this.#settings = settings;
    this.#environment = environment;
  }

  /**
   * The client of a service in a Region.
   * @param attempts how often a call is tried at most; throttling and passing faults are met with back-off
   */
  of<S extends Service>(service: S, region: string, attempts?: number): Promise<Client<S>> {
    const key = [service, region, attempts].join(" ");
    const made = this.#clients.get(key) ?? makers[service](this.#options(service, region, attempts));
    this.#clients.set(key, made);
    return made as Promise<Client<S>>;
  }

  /** Whether a service is reached at an address of this machine, where nothing needs time to spread. */
  isLocal(service: Service): boolean {
    const endpoint = this.#endpoint(service);
    if (endpoint === undefined) return false;
    const { hostname } = new URL(endpoint);
    return hostname === "localhost" || hostname.endsWith(".localhost") || /^127\.|^\[?::1/.test(hostname);
  }

  #options(service: Service, region: string, attempts = this.#settings.maxRetries + 1): ClientOptions {
    const { profile, credentials, endpoints } = this.#settings;
    return {
      region,
      retryStrategy: new Retries(attempts),
      ...(profile !== undefined && { profile }),
      ...(credentials !== undefined && { credentials }),
      ...(endpoints[service] !== undefined && { endpoint: endpoints[service] }),
      // Names of buckets are no names of hosts on this machine.
      // An emulator's queues have URLs that lead nowhere.
      ...(service === "sqs" && this.isLocal("sqs") && { useQueueUrlAsEndpoint: false }),
      ...(service === "s3" && { forcePathStyle: this.#settings.s3UsePathStyle || this.isLocal("s3") }),
    };
  }

  #endpoint(service: Service): string | undefined {
    return (
      this.#settings.endpoints[service] ??
      this.#environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ??
      this.#environment.AWS_ENDPOINT_URL
    );
  }
}
