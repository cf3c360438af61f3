import type { CallMend } from "../mend";
import { assertKeyPolicy } from "./keyPolicy";

/** Every key has one policy, named default, and it is a policy. */
export const keyPolicyDocuments: CallMend = {
  name: "key policy documents",
  service: "kms",
  operations: ["CreateKey", "PutKeyPolicy", "GetKeyPolicy"],
  aws: "`PolicyName` is `default` where it is left out; a document that is no policy is refused with `MalformedPolicyDocumentException`, one above 32,768 bytes with `LimitExceededException`",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
  localEmu:
    "finds no policy without a `PolicyName`, answers without the name, and keeps any text as a policy",
  answer: async (call, next) => {
    const { PolicyName = "default", Policy } = call.input;
    switch (call.operation) {
      case "CreateKey":
        if (Policy !== undefined) assertKeyPolicy(Policy);
        return next();
      case "PutKeyPolicy":
        assertKeyPolicy(Policy);
        return next({ ...call.input, PolicyName });
      default:
        return { ...(await next({ ...call.input, PolicyName })), PolicyName };
    }
  },
};
