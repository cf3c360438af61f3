/** The rules about who can do what. */
import type { Rule } from "../rule";
import { aliasAuthorization } from "./aliasAuthorization";
import { crossAccountIneffective } from "./crossAccountIneffective";
import { destructiveRights } from "./destructiveRights";
import { enclaveAttestation } from "./enclaveAttestation";
import { enclaveDeployment } from "./enclaveDeployment";
import { enclaveImages } from "./enclaveImages";
import { encryptionContext } from "./encryptionContext";
import { externalAccess } from "./externalAccess";
import { fragileAdministration } from "./fragileAdministration";
import { grantExternal } from "./grantExternal";
import { grantHygiene } from "./grantHygiene";
import { grantUnbounded } from "./grantUnbounded";
import { iamDecryptAll } from "./iamDecryptAll";
import { keyPolicyVsIam } from "./keyPolicyVsIam";
import { lockout } from "./lockout";
import { lockoutBypass } from "./lockoutBypass";
import { notPrincipal } from "./notPrincipal";
import { policyExplicit } from "./policyExplicit";
import { policyInvalid } from "./policyInvalid";
import { policyUnknown } from "./policyUnknown";
import { publicAccess } from "./publicAccess";
import { regionMismatch } from "./regionMismatch";
import { rootUser } from "./rootUser";
import { separationOfDuties } from "./separationOfDuties";
import { serviceConfusedDeputy } from "./serviceConfusedDeputy";
import { viaServiceUnbound } from "./viaServiceUnbound";
import { wildcardActions } from "./wildcardActions";
import { wildcardPrincipal } from "./wildcardPrincipal";

/** In the order of reports. */
export const accessControl: readonly Rule[] = [
  policyUnknown,
  policyExplicit,
  policyInvalid,
  publicAccess,
  externalAccess,
  wildcardPrincipal,
  wildcardActions,
  notPrincipal,
  lockout,
  lockoutBypass,
  fragileAdministration,
  separationOfDuties,
  destructiveRights,
  rootUser,
  serviceConfusedDeputy,
  viaServiceUnbound,
  regionMismatch,
  encryptionContext,
  crossAccountIneffective,
  grantUnbounded,
  grantExternal,
  grantHygiene,
  aliasAuthorization,
  enclaveAttestation,
  enclaveImages,
  enclaveDeployment,
  iamDecryptAll,
  keyPolicyVsIam,
];
