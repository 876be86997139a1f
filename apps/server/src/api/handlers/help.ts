import { HELP_SCREENS } from "@innfri/contract";
import { isUuid } from "@innfri/kernel";
import { ARTICLES } from "../../help/articles.ts";
import type { Tx } from "../../store/index.ts";
import { withOperator } from "../../store/index.ts";
import {
  type Asking,
  answerRequest,
  contactRequests,
  hoursToAnswer,
  isOverrun,
  keepRequest,
  mailRequest,
} from "../../usecases/contact-requests.ts";
import type { Deployment, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";

type HelpOperation =
  | "getHelp"
  | "registerInterest"
  | "askForContact"
  | "listContactRequests"
  | "answerContactRequest";

export const HELP_HANDLERS: Pick<Handlers, HelpOperation> = {
  getHelp: async ({ deployment, query }) => {
    const { operator, pool } = deployment;
    const contact = operator.licence?.contact;
    const screens = HELP_SCREENS.filter((one) => query.screen === undefined || one === query.screen);
    return {
      body: {
        articles: screens.map((screen) => {
          const [title, text] = ARTICLES[screen][query.language];
          return { screen, title, text };
        }),
        contact: {
          name: operator.name,
          email: contact?.email ?? null,
          phone: contact?.phone ?? null,
          addressLines: [...(contact?.addressLines ?? [])],
        },
        answeredWithinHours: await withOperator(pool, hoursToAnswer),
      },
    };
  },

  registerInterest: async (tx, { deployment, body, caller, now }) => {
    if (await isOverrun(tx, body.email, now))
      throw new Refused(
        refusal("too-many", "Too many have asked within the hour. Nothing was kept: come again later.", {
          headers: { "Retry-After": "3600" },
        }),
      );
    return ask(tx, deployment, { creditorId: null, actor: caller.kind, said: body }, now);
  },

  askForContact: (tx, { deployment, creditor, body, caller, now }) =>
    ask(
      tx,
      deployment,
      {
        creditorId: creditor.creditorId,
        actor: caller.actor,
        said: { name: caller.name, company: creditor.name, ...body },
      },
      now,
    ),

  listContactRequests: ({ deployment, query }) =>
    withOperator(deployment.pool, async (tx) => ({
      body: {
        items: await contactRequests(tx, {
          isAnswered: query.state === "answered",
          only: null,
          limit: query.limit,
        }),
      },
    })),

  answerContactRequest: async (tx, { params, caller, now }) => {
    const only = isUuid(params.requestId) ? params.requestId : null;
    const of = { isAnswered: null, only, limit: 1 };
    if (only === null || (await contactRequests(tx, of)).length === 0)
      return refusal("not-found", "There is no such request to be contacted.");
    if (!(await answerRequest(tx, only, caller.actor, now)))
      return refusal("refused", "Somebody has noted that already. Nothing was done.");
    const { said, ...answered } = (await contactRequests(tx, of))[0]!;
    // What they wrote is kept in one place, from which it is removed.
    return { body: { ...answered, said: null }, shownOnce: { said } };
  },
};

async function ask(tx: Tx, deployment: Deployment, asking: Asking, now: Date) {
  const requestId = await keepRequest(tx, asking, now);
  return { body: { requestId }, afterwards: () => mailRequest(deployment, requestId, asking, now) };
}
