/** The policy pack's entry. Importing it starts the pack's server, so nothing but the bundle may. */
import "./compileCache";
import { PolicyPack } from "@pulumi/policy";
import { rules } from "../rulebook";
import { policiesOf } from "./policies";

new PolicyPack("kms-foundation", { policies: policiesOf(rules) });
