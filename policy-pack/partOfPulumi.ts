/**
 * Stands for `@pulumi/pulumi` in the pack's bundle: what the SDK of policy packs uses of it. The whole loads the automation API and
 * npm's dependency solver, which took half of the time until the pack served.
 */
export * as asset from "@pulumi/pulumi/asset";
export { Output } from "@pulumi/pulumi/output";
