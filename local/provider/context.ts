import type { Client, Service } from "./clients";
import type { CallerIdentity } from "./configuration/account";
import type { ProviderSettings } from "./configuration/settings";

/** What a handler works with: the Region to work in, clients, and when to give up. */
export interface Context {
  readonly region: string;
  /** `aws`, `aws-cn`, ... */
  readonly partition: string;
  /** `amazonaws.com`, `amazonaws.com.cn`, ... */
  readonly dnsSuffix: string;
  readonly settings: ProviderSettings;
  /** The account that the credentials belong to (12 digits). */
  readonly account: () => Promise<string>;
  /** Whose the credentials are; asked of STS once. */
  readonly identity: () => Promise<CallerIdentity>;
  /** The client of a service, in this Region or in another one. */
  readonly client: <S extends Service>(service: S, region?: string) => Promise<Client<S>>;
  /** AWS is played on this machine, where nothing needs time to spread. */
  readonly isLocal: boolean;
  /** Aborted when the operation's time is over or the engine cancels: waits end, calls under way do not. */
  readonly signal: AbortSignal;
}
