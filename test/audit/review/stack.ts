/** Previews of a small stack, as `pulumi preview --json --show-sames` writes them. */

/** One side of a step. */
export interface WrittenState {
  readonly type: string;
  readonly custom: true;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** One step. */
export interface WrittenStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: WrittenState;
  readonly newState?: WrittenState;
  readonly replaceReasons?: readonly string[];
}

export const OWNER = "111111111111";

const KEY = "aws:kms/key:Key";

/** The URN of a resource. */
export const urn = (type: string, name: string): string => `urn:pulumi:prod::orders::${type}::${name}`;

/** A statement that lets `principal` do `action`. */
export const allow = (principal: string, action: string | readonly string[], more: object = {}): object => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: action,
  Resource: "*",
  ...more,
});

/** The statement that leaves access to the account's IAM policies. */
export const delegation = allow(`arn:aws:iam::${OWNER}:root`, "kms:*");

/** A policy as JSON text. */
export const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A sound key; `inputs` break or change something. */
export function key(
  inputs: Readonly<Record<string, unknown>> = {},
  more: Partial<WrittenState> = {},
): WrittenState {
  return {
    type: KEY,
    custom: true,
    inputs: {
      region: "us-east-1",
      description: "Orders at rest",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      tags: { Owner: "platform-team", Environment: "prod", DataClassification: "internal" },
      policy: policy(delegation),
      ...inputs,
    },
    protect: true,
    ...more,
  };
}

/** What AWS calls a key that exists. */
export const live = (state: WrittenState, id = "1234abcd-12ab-34cd-56ef-1234567890ab"): WrittenState => ({
  ...state,
  outputs: { arn: `arn:aws:kms:us-east-1:${OWNER}:key/${id}`, keyId: id, id },
});

/** A step about the key `orders`. */
export function keyStep(
  op: string,
  before: WrittenState | undefined,
  after: WrittenState | undefined,
): WrittenStep {
  return {
    op,
    urn: urn(KEY, "orders"),
    ...(before !== undefined && { oldState: live(before) }),
    ...(after !== undefined && { newState: after }),
  };
}

/** The whole of a preview. */
export const preview = (...steps: readonly WrittenStep[]): string =>
  JSON.stringify({ config: { "aws:region": "us-east-1" }, steps, duration: 1, changeSummary: {} });
