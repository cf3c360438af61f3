/** Imports point one way: kms <- rulebook <- {policy-pack, audit}; kms <- components <- index.ts; nothing imports local. */
const outside = (folder, allowed) => ({
  name: `${folder}-imports-only-${["itself", ...allowed].join("-and-")}`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: {
    path: "^[^/]+(/|\\.ts$)",
    dependencyTypesNot: ["core"],
    pathNot: [`^${folder}/`, "^node_modules/", ...allowed.map((other) => `^${other}(/|\\.ts$)`)],
  },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    outside("kms", []),
    outside("rulebook", ["kms"]),
    outside("policy-pack", ["rulebook", "kms"]),
    outside("audit", ["rulebook", "kms"]),
    outside("components", ["kms"]),
    outside("settings", ["components", "kms"]),
    outside("local", ["kms"]),
    {
      name: "kms-and-rulebook-are-pure",
      severity: "error",
      from: { path: "^(kms|rulebook)/" },
      to: { path: "node_modules/(@pulumi|@aws-sdk)/" },
    },
    {
      name: "nothing-imports-local",
      severity: "error",
      from: { pathNot: "^(local|test|bench)/" },
      to: { path: "^local/" },
    },
    {
      name: "the-pack-entry-starts-a-server",
      comment: "importing policy-pack/index.ts starts a gRPC server, so nothing may",
      severity: "error",
      from: { pathNot: "^policy-pack/index\\.ts$" },
      to: { path: "^policy-pack/index\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|node_modules/\\.cache)/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
    tsConfig: { fileName: "tsconfig.json" },
  },
};
