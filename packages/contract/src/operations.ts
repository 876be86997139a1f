/** Every call there is. What is not here is not served. */
import * as about from "./about.ts";
import * as access from "./access.ts";
import * as agreements from "./agreements.ts";
import * as approvals from "./approvals.ts";
import * as audit from "./audit.ts";
import * as byHand from "./by-hand.ts";
import * as claims from "./claims.ts";
import * as contactDetails from "./contact-details.ts";
import * as debtor from "./debtor.ts";
import * as debtorObjections from "./debtor-objections.ts";
import * as debtorPapers from "./debtor-papers.ts";
import * as debtorPayments from "./debtor-payments.ts";
import * as debtorTime from "./debtor-time.ts";
import * as desk from "./desk.ts";
import * as enclosures from "./enclosures.ts";
import * as events from "./events.ts";
import * as help from "./help.ts";
import * as identityNumbers from "./identity-numbers.ts";
import * as imports from "./imports.ts";
import * as improving from "./improving.ts";
import * as keys from "./keys.ts";
import * as messages from "./messages.ts";
import * as objections from "./objections.ts";
import * as onboarding from "./onboarding.ts";
import type { Operation } from "./operation.ts";
import * as operator from "./operator.ts";
import * as overview from "./overview.ts";
import * as payments from "./payments.ts";
import * as personalData from "./personal-data.ts";
import * as portfolio from "./portfolio.ts";
import * as promises from "./promises.ts";
import * as queue from "./queue.ts";
import * as reports from "./reports.ts";
import * as retention from "./retention.ts";
import * as settings from "./settings.ts";
import * as users from "./users.ts";
import * as webhooks from "./webhooks.ts";

const { listDebtorStates, getDebtorStanding, recordDebtorState, liftDebtorState, listContacts, logContact } =
  desk;
const { listQueue, takeQueueItem, handOverQueueItem, releaseQueueItem, getQueueLoad } = queue;
const { listAllRuns, retryRun, listDeliveries, listClaimDeliveries, settleDelivery, recordReturned } =
  operator;
const { getLaw, listLawProposals, proposeLaw, confirmLaw, withdrawLaw, rehearseLaw, previewSender } =
  operator;
const { listEvents } = events;
const {
  listWebhooks,
  makeWebhook,
  rotateWebhookSecret,
  pingWebhook,
  listWebhookMessages,
  replayWebhook,
  getWebhook,
  changeWebhook,
  removeWebhook,
} = webhooks;
const { getSelf, listCreditors } = about;
const { listUsers, inviteUser, withdrawInvitation, changeUser, removeUser } = users;
const { resetUserSecondFactor, changeUserEmail, resetStaffSecondFactor, changeStaffEmail } = users;
const { listStaff, inviteStaff, withdrawStaffInvitation, changeStaff, removeStaff } = users;
const { listAudit, listOperatorAudit } = audit;
const { listKeys, makeKey, revokeKey } = keys;
const { listApprovals, decideApprovals } = approvals;
const { listThreads, listMessages, sendMessage, markMessagesRead, shareMessage } = messages;
const { getAnswerLetter } = objections;
const { listDebtorObjections, answerAsDebtor } = debtorObjections;
const {
  addEnclosure,
  listEnclosures,
  getEnclosure,
  shareEnclosure,
  addDebtorEnclosure,
  listDebtorEnclosures,
  getDebtorEnclosure,
  getEvidence,
} = enclosures;
const { listObjections, getObjection, hearDebtor, answerObjection, recordDebtorTold, endObjection } =
  objections;
const {
  listClaims,
  getClaim,
  listActs,
  stopClaim,
  postponeClaim,
  releaseClaim,
  approveStep,
  objectToClaim,
  settleObjection,
  agreeOnPlan,
  claimCompensation,
  recordLegalStep,
  recordPaymentOrder,
} = claims;
const { recordPromise, listPromises } = promises;

const { previewRun, listRuns, listLimitations, getFeeds, getBalances, listImports, listRefusedRows } =
  overview;
const {
  getSettings,
  changeSettings,
  listSettingsVersions,
  listPlans,
  checkPlan,
  replayPlan,
  previewPlan,
  takePlan,
} = settings;
const {
  debtorSignIn,
  debtorComesByLink,
  sendNewLink,
  debtorSignOut,
  listDebtorClaims,
  getDebtorClaim,
  objectAsDebtor,
} = debtor;
const { listPlanChoices, agreeToPlan, promiseToPay, askForTime } = debtorTime;
const { listWaysToPay, beginPayment, getOnlinePayment, checkOnlinePayment, decideSandboxPayment } =
  debtorPayments;
const { listReceipts, getReceipt } = debtorPayments;
const { listOwnLetters, getOwnLetter, listOwnMessages, writeOwnMessage, readOwnMessages } = debtorPapers;
const { getOwnContact, changeOwnContact, listPreferences, recordPreference } = contactDetails;

const { listClaimPayments } = payments;
const {
  addCompany,
  tryImport,
  getTrialImport,
  listTrialRefusedRows,
  getTrialRefusedFile,
  acceptDifference,
  getOnboarding,
  activateCompany,
} = onboarding;
const { getAgreement, addAgreement, getWithdrawal, withdrawClaim } = agreements;
const { recordPayment, creditClaim } = byHand;
const { getHelp, registerInterest, askForContact, listContactRequests, answerContactRequest } = help;
const { importInvoices, takePaymentFile, takeOperatorPaymentFile } = imports;
const { exportPersonalData, exportOwnData, readOwnData, correctContact, listContactVersions } = personalData;
const { getRetention, setRetention, listRetentionDue, listAnonymised } = retention;
const { listAccess, listOwnAccess } = access;
const { getIdentityNumber, showIdentityNumber, setIdentityNumber, findByIdentityNumber } = identityNumbers;
const { getPortfolio, listClaimGroups, countClaims } = portfolio;
const { getReport, exportReport, exportClaims, getCustomerStanding } = reports;
const { listDashboards, makeDashboard, changeDashboard, removeDashboard } = improving;
const { listImprovements, makeImprovement, changeImprovement, tellSatisfaction } = improving;

export const OPERATIONS = {
  getSelf,
  listObjections,
  getObjection,
  answerObjection,
  recordDebtorTold,
  hearDebtor,
  endObjection,
  sendMessage,
  listThreads,
  listMessages,
  markMessagesRead,
  shareMessage,
  listCreditors,
  listClaims,
  getPortfolio,
  listClaimGroups,
  countClaims,
  getReport,
  exportReport,
  exportClaims,
  getCustomerStanding,
  listDashboards,
  makeDashboard,
  changeDashboard,
  removeDashboard,
  listImprovements,
  makeImprovement,
  changeImprovement,
  tellSatisfaction,
  getClaim,
  listActs,
  stopClaim,
  postponeClaim,
  releaseClaim,
  approveStep,
  objectToClaim,
  settleObjection,
  agreeOnPlan,
  claimCompensation,
  recordLegalStep,
  recordPaymentOrder,
  recordPromise,
  listPromises,
  listApprovals,
  decideApprovals,
  listAllRuns,
  retryRun,
  listDeliveries,
  listClaimDeliveries,
  settleDelivery,
  recordReturned,
  getLaw,
  listLawProposals,
  proposeLaw,
  confirmLaw,
  withdrawLaw,
  rehearseLaw,
  previewSender,
  listQueue,
  takeQueueItem,
  handOverQueueItem,
  releaseQueueItem,
  getQueueLoad,
  listDebtorStates,
  getDebtorStanding,
  recordDebtorState,
  liftDebtorState,
  listContacts,
  logContact,
  listEvents,
  previewRun,
  listRuns,
  listLimitations,
  getFeeds,
  getBalances,
  listClaimPayments,
  recordPayment,
  creditClaim,
  getAgreement,
  addAgreement,
  getWithdrawal,
  withdrawClaim,
  getHelp,
  registerInterest,
  askForContact,
  listContactRequests,
  answerContactRequest,
  addCompany,
  getOnboarding,
  tryImport,
  getTrialImport,
  listTrialRefusedRows,
  getTrialRefusedFile,
  acceptDifference,
  activateCompany,
  importInvoices,
  listImports,
  listRefusedRows,
  takePaymentFile,
  takeOperatorPaymentFile,
  getSettings,
  changeSettings,
  listSettingsVersions,
  listPlans,
  checkPlan,
  replayPlan,
  previewPlan,
  takePlan,
  listWebhooks,
  makeWebhook,
  rotateWebhookSecret,
  pingWebhook,
  listWebhookMessages,
  replayWebhook,
  getWebhook,
  changeWebhook,
  removeWebhook,
  listKeys,
  makeKey,
  revokeKey,
  debtorSignIn,
  debtorComesByLink,
  sendNewLink,
  debtorSignOut,
  listDebtorClaims,
  getDebtorClaim,
  objectAsDebtor,
  listPlanChoices,
  agreeToPlan,
  promiseToPay,
  askForTime,
  addDebtorEnclosure,
  listDebtorEnclosures,
  getDebtorEnclosure,
  addEnclosure,
  listEnclosures,
  getEnclosure,
  shareEnclosure,
  listWaysToPay,
  beginPayment,
  getOnlinePayment,
  checkOnlinePayment,
  decideSandboxPayment,
  listReceipts,
  getReceipt,
  listOwnLetters,
  getOwnLetter,
  listOwnMessages,
  writeOwnMessage,
  readOwnMessages,
  getOwnContact,
  changeOwnContact,
  listPreferences,
  recordPreference,
  getEvidence,
  listDebtorObjections,
  answerAsDebtor,
  getAnswerLetter,
  listUsers,
  inviteUser,
  withdrawInvitation,
  changeUser,
  changeUserEmail,
  resetUserSecondFactor,
  removeUser,
  listStaff,
  inviteStaff,
  withdrawStaffInvitation,
  changeStaff,
  changeStaffEmail,
  resetStaffSecondFactor,
  removeStaff,
  getIdentityNumber,
  showIdentityNumber,
  setIdentityNumber,
  findByIdentityNumber,
  listAudit,
  listOperatorAudit,
  listAccess,
  listOwnAccess,
  getRetention,
  setRetention,
  listRetentionDue,
  listAnonymised,
  exportPersonalData,
  exportOwnData,
  readOwnData,
  correctContact,
  listContactVersions,
} as const;

export type OperationId = keyof typeof OPERATIONS;

export const ALL_OPERATIONS: readonly Operation[] = Object.values(OPERATIONS) as unknown as Operation[];
