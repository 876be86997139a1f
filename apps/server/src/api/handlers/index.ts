/** What answers each call. A call without an answer does not compile. */
import type { Handlers } from "../handler.ts";
import { ABOUT_HANDLERS } from "./about.ts";
import { ACCESS_HANDLERS } from "./access.ts";
import { AGREEMENT_HANDLERS } from "./agreements.ts";
import { APPROVAL_HANDLERS } from "./approvals.ts";
import { AUDIT_HANDLERS } from "./audit.ts";
import { BY_HAND_HANDLERS } from "./by-hand.ts";
import { CLAIM_HANDLERS } from "./claims.ts";
import { CONTACT_HANDLERS } from "./contact-details.ts";
import { DEBTOR_HANDLERS } from "./debtor.ts";
import { DEBTOR_OBJECTION_HANDLERS } from "./debtor-objections.ts";
import { DEBTOR_PAPER_HANDLERS } from "./debtor-papers.ts";
import { DEBTOR_PAYMENT_HANDLERS } from "./debtor-payments.ts";
import { DEBTOR_TIME_HANDLERS } from "./debtor-time.ts";
import { DESK_HANDLERS } from "./desk.ts";
import { ENCLOSURE_HANDLERS } from "./enclosures.ts";
import { EVENT_HANDLERS } from "./events.ts";
import { HELP_HANDLERS } from "./help.ts";
import { IDENTITY_NUMBER_HANDLERS } from "./identity-numbers.ts";
import { FILE_HANDLERS } from "./imports.ts";
import { IMPROVING_HANDLERS } from "./improving.ts";
import { KEY_HANDLERS } from "./keys.ts";
import { MESSAGE_HANDLERS } from "./messages.ts";
import { OBJECTION_HANDLERS } from "./objections.ts";
import { ONBOARDING_HANDLERS } from "./onboarding.ts";
import { OPERATOR_HANDLERS } from "./operator.ts";
import { OVERVIEW_HANDLERS } from "./overview.ts";
import { PERSONAL_DATA_HANDLERS } from "./personal-data.ts";
import { PORTFOLIO_HANDLERS } from "./portfolio.ts";
import { PROMISE_HANDLERS } from "./promises.ts";
import { QUEUE_HANDLERS } from "./queue.ts";
import { REPORT_HANDLERS } from "./reports.ts";
import { RETENTION_HANDLERS } from "./retention.ts";
import { SETTINGS_HANDLERS } from "./settings.ts";
import { USER_HANDLERS } from "./users.ts";
import { WEBHOOK_HANDLERS } from "./webhooks.ts";

export const HANDLERS: Handlers = {
  ...ABOUT_HANDLERS,
  ...CLAIM_HANDLERS,
  ...APPROVAL_HANDLERS,
  ...DESK_HANDLERS,
  ...QUEUE_HANDLERS,
  ...OPERATOR_HANDLERS,
  ...EVENT_HANDLERS,
  ...PROMISE_HANDLERS,
  ...OVERVIEW_HANDLERS,
  ...FILE_HANDLERS,
  ...HELP_HANDLERS,
  ...BY_HAND_HANDLERS,
  ...AGREEMENT_HANDLERS,
  ...ONBOARDING_HANDLERS,
  ...PORTFOLIO_HANDLERS,
  ...REPORT_HANDLERS,
  ...IMPROVING_HANDLERS,
  ...SETTINGS_HANDLERS,
  ...KEY_HANDLERS,
  ...MESSAGE_HANDLERS,
  ...OBJECTION_HANDLERS,
  ...DEBTOR_HANDLERS,
  ...DEBTOR_OBJECTION_HANDLERS,
  ...DEBTOR_TIME_HANDLERS,
  ...DEBTOR_PAPER_HANDLERS,
  ...CONTACT_HANDLERS,
  ...ENCLOSURE_HANDLERS,
  ...DEBTOR_PAYMENT_HANDLERS,
  ...WEBHOOK_HANDLERS,
  ...USER_HANDLERS,
  ...IDENTITY_NUMBER_HANDLERS,
  ...AUDIT_HANDLERS,
  ...ACCESS_HANDLERS,
  ...RETENTION_HANDLERS,
  ...PERSONAL_DATA_HANDLERS,
};
