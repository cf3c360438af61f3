/** What JSON becomes when every value keeps its place. */
import type { SourceRange } from "./document";

/** A JSON value that knows its place. */
export type Located =
  | { readonly kind: "object"; readonly members: readonly Member[]; readonly place?: SourceRange }
  | { readonly kind: "array"; readonly items: readonly Located[]; readonly place?: SourceRange }
  | {
      readonly kind: "scalar";
      readonly value: string | number | boolean | null;
      readonly place?: SourceRange;
    };

/** A member of an object; the same name can come twice. */
export interface Member {
  readonly name: string;
  readonly value: Located;
  readonly place?: SourceRange;
}
