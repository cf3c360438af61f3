/** A Region in the settings. */
import { z } from "zod";
import { nearest } from "../kms/nearest";
import { isKnownRegion, REGIONS } from "../kms/regions";

/** The name of an AWS Region. */
export const region = z.string().refine(isKnownRegion, {
  error: ({ input }) => {
    const near = nearest(String(input), REGIONS);
    return `"${String(input)}" is not an AWS Region${near === undefined ? "" : `; did you mean "${near}"?`}`;
  },
});
