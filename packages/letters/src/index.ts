export * from "./case/case-export.ts";
export { caseJson, casePage } from "./case/case-page.ts";
export { toldKinds } from "./case/case-words.ts";
export { checkCase } from "./case/check-case.ts";
export { checkLetterData, letterDataProblems } from "./check-letter-data.ts";
export { type ContentRequirement, contentChecklist } from "./content-checklist.ts";
export {
  type CollectionList,
  type CollectionListItem,
  type CollectionListRow,
  composeCollectionList,
} from "./email/compose-collection-list.ts";
export { type ComposedEmail, composeEmail } from "./email/compose-email.ts";
export {
  composeObjectionMail,
  OBJECTION_MAILS,
  type ObjectionMail,
  type ObjectionMailKind,
} from "./email/compose-objection-mail.ts";
export { composeSignInMail, type SignInChange, type SignInMail } from "./email/compose-sign-in-mail.ts";
export { composeWebhookMail, type WebhookMail } from "./email/compose-webhook-mail.ts";
export { explain, explainHead, explainPrincipal, explainRule } from "./explain/explain.ts";
export {
  type ExplainedFigure,
  type ExplainedHead,
  type ExplainGiven,
  type Explanation,
  READERS,
  type Reader,
  type Source,
  type SumLine,
} from "./explain/explanation.ts";
export { type Held, heldInWords } from "./held/held-in-words.ts";
export * from "./letter-data.ts";
export { senderOf, TEMPLATE_VERSION } from "./letter-view.ts";
export { type LetterJob, type PoolOptions, type RenderedLetter, renderLetters } from "./pdf/letter-pool.ts";
export { renderAnswerPdf } from "./pdf/render-answer.ts";
export { renderCasePdf } from "./pdf/render-case.ts";
export { renderEvidencePdf } from "./pdf/render-evidence.ts";
export { type LetterStandard, renderLetterPdf } from "./pdf/render-letter.ts";
export type { EvidenceEnclosure, EvidenceEntry, EvidenceSide } from "./pdf/set-evidence.ts";
