/** Runs a piece of a Pulumi program against mocks and tells what it registered. */
import * as pulumi from "@pulumi/pulumi";

type Inputs = Record<string, unknown>;

export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Inputs;
  readonly importId: string | undefined;
}

const KEY_ID = "mrk-1234abcd12ab34cd56ef1234567890ab";

/** Registers what `program` makes and returns every registration but the stack's own, in order. */
export async function register<T>(program: () => T): Promise<{ registered: Registration[]; result: T }> {
  const registered: Registration[] = [];
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      const one = { type: args.type, name: args.name, inputs: args.inputs as Inputs, importId: args.id };
      registered.push(one);
      return { id: idOf(one), state: stateOf(one) };
    },
    call: ({ token }) => {
      throw new Error(`the program called ${token}, which no test expects`);
    },
  });
  let result: { value: T } | undefined;
  // Every resource registers itself asynchronously; the stack's completion waits for them all.
  await pulumi.runtime.runInPulumiStack(() => {
    result = { value: program() };
    return Promise.resolve({});
  });
  await new Promise((resolve) => setImmediate(resolve));
  if (result === undefined) throw new Error("the program did not run");
  return {
    registered: registered.filter(({ type }) => type !== "pulumi:pulumi:Stack"),
    result: result.value,
  };
}

function idOf({ type, inputs }: Registration): string {
  return type === "aws:kms/alias:Alias" ? String(inputs.name) : KEY_ID;
}

function stateOf({ type, name, inputs }: Registration): Inputs {
  const arn = type.startsWith("aws:sns/")
    ? `arn of ${name}`
    : `arn:aws:kms:${String(inputs.region)}:111111111111:key/${KEY_ID}`;
  return { ...inputs, keyId: KEY_ID, arn };
}

/** Waits for an output's value. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
