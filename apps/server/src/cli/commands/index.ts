/** All commands, in the order in which `--help` lists them. */
import type { Command } from "commander";
import { registerAgree } from "./agree.ts";
import { registerApprove } from "./approve.ts";
import { registerAudit } from "./audit.ts";
import { registerBackup } from "./backup.ts";
import { registerBalances } from "./balances.ts";
import { registerCalc } from "./calc.ts";
import { registerChannels } from "./channels.ts";
import { registerClock } from "./clock.ts";
import { registerCompensate } from "./compensate.ts";
import { registerConformance } from "./conformance.ts";
import { registerCreditor } from "./creditor.ts";
import { registerDeliveries } from "./deliveries.ts";
import { registerDoctor } from "./doctor.ts";
import { registerExport } from "./export.ts";
import { registerImport } from "./import.ts";
import { registerInit } from "./init.ts";
import { registerKey } from "./key.ts";
import { registerLaw } from "./law.ts";
import { registerList } from "./list.ts";
import { registerObject } from "./object.ts";
import { registerPay } from "./pay.ts";
import { registerPaymentProof } from "./payment-proof.ts";
import { registerPlan } from "./plan.ts";
import { registerPostpone } from "./postpone.ts";
import { registerPreview } from "./preview.ts";
import { registerRead } from "./read.ts";
import { registerRecord } from "./record.ts";
import { registerRelease } from "./release.ts";
import { registerRestore } from "./restore.ts";
import { registerRoots } from "./roots.ts";
import { registerRun } from "./run.ts";
import { registerRuns } from "./runs.ts";
import { registerSeal } from "./seal.ts";
import { registerSecrets } from "./secrets.ts";
import { registerServe } from "./serve.ts";
import { registerShow } from "./show.ts";
import { registerStop } from "./stop.ts";
import { registerUser } from "./user.ts";
import { registerVerify } from "./verify.ts";
import { registerWorker } from "./worker.ts";

export const commands: readonly ((program: Command) => void)[] = [
  registerInit,
  registerCreditor,
  registerPlan,
  registerImport,
  registerPreview,
  registerRun,
  registerRuns,
  registerServe,
  registerClock,
  registerWorker,
  registerList,
  registerDeliveries,
  registerChannels,
  registerKey,
  registerSecrets,
  registerUser,
  registerApprove,
  registerStop,
  registerPostpone,
  registerRelease,
  registerObject,
  registerAgree,
  registerCompensate,
  registerRecord,
  registerPay,
  registerPaymentProof,
  registerShow,
  registerSeal,
  registerRoots,
  registerVerify,
  registerExport,
  registerBalances,
  registerCalc,
  registerAudit,
  registerConformance,
  registerLaw,
  registerRead,
  registerDoctor,
  registerBackup,
  registerRestore,
];
