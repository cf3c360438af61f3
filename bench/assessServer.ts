/** The stub of AWS as a process of its own, so that its work is not counted with the client's: prints its endpoint. */
import { startStubAws } from "../test/audit/assess/stubAws";

const [keys = "1000", faults = "{}"] = process.argv.slice(2);

void startStubAws({ keys: Number(keys), faults: JSON.parse(faults) as object }).then(({ endpoint }) => {
  console.log(endpoint);
});
