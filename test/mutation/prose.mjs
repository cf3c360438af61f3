/** A plugin of Stryker's: sentences for people are not mutated. That a message comes is tested; how it reads, people judge. */
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "prose", {
    shouldIgnore(path) {
      const texts = path.isStringLiteral()
        ? [path.node.value]
        : path.isTemplateLiteral()
          ? path.node.quasis.map(({ value }) => value.raw)
          : [];
      return texts.some((text) => /\s/.test(text)) ? "a sentence for people" : undefined;
    },
  }),
];
