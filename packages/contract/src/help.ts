/** Help at every screen, and ways to a person. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { id, instant, note, pageQuery } from "./values.ts";

const TAG = "Help and contact";

export const HELP_SCREENS = [
  "onboarding",
  "home",
  "proposals",
  "collection-list",
  "claims",
  "claim",
  "objections",
  "plan",
  "settings",
  "files",
] as const;
const screen = z.enum(HELP_SCREENS);

const text = (most: number) => z.string().trim().min(1).max(most);

export const getHelp = operation({
  id: "getHelp",
  method: "get",
  path: "/v1/help",
  tag: TAG,
  summary: "Help by screen and language, and whom to ask",
  description: "About one claim the case handler is asked in its thread (`sendMessage`).",
  needs: "anyone",
  query: { screen: screen.optional(), language: z.enum(["nb", "sv", "en"]).default("nb") },
  answer: z
    .strictObject({
      articles: z.array(z.strictObject({ screen, title: z.string(), text: z.string() })),
      contact: z.strictObject({
        name: z.string(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        addressLines: z.array(z.string()),
      }),
      answeredWithinHours: z.number().nullable().meta({
        description: "Within which half of the last hundred requests to be contacted were answered.",
      }),
    })
    .meta({ id: "Help" }),
  problems: ["unavailable"],
});

const asked = z.strictObject({ requestId: id }).meta({ id: "ContactAsked" });

export const registerInterest = operation({
  id: "registerInterest",
  method: "post",
  path: "/v1/interest",
  tag: TAG,
  summary: "Ask the operator to get in touch: for whoever wants the service and has no sign-in",
  description: "It is kept and sent to the operator. So many an hour are taken, and few from one address.",
  needs: "anyone",
  body: z
    .strictObject({
      name: text(100),
      email: z.email().max(254),
      phone: text(40).optional(),
      company: text(200).optional(),
      organisationNumber: text(20).optional(),
      country: z.enum(["NO", "SE"]),
      words: note.optional(),
    })
    .meta({ id: "Interest" }),
  status: 201,
  answer: asked,
});

export const askForContact = operation({
  id: "askForContact",
  method: "post",
  path: "/v1/creditors/{creditorId}/contact-requests",
  tag: TAG,
  summary: "Ask to be contacted about what one sees",
  needs: "messages:write",
  params: inCreditor,
  body: z
    .strictObject({ words: note, screen: screen.optional(), phone: text(40).optional() })
    .meta({ id: "AskForContact" }),
  status: 201,
  answer: asked,
});

export const contactRequest = z
  .strictObject({
    id,
    at: instant,
    kind: z.enum(["interest", "contact"]),
    creditorId: id.nullable(),
    by: z.string(),
    said: z.record(z.string(), z.string()).nullable().meta({
      description: "Name, address and words; null once they were blanked, and where an answer is repeated.",
    }),
    isMailed: z.boolean().meta({ description: "It was sent to the operator's address too." }),
    answeredAt: instant.nullable(),
    answeredBy: z.string().nullable(),
  })
  .meta({ id: "ContactRequest" });

export const listContactRequests = operation({
  id: "listContactRequests",
  method: "get",
  path: "/v1/operator/contact-requests",
  tag: TAG,
  summary: "Who asks to be contacted, the longest waiting first; or those who were, the newest first",
  needs: "cases:work",
  query: { state: z.enum(["open", "answered"]).default("open"), limit: pageQuery.limit },
  answer: z.strictObject({ items: z.array(contactRequest) }).meta({ id: "ContactRequests" }),
});

export const answerContactRequest = operation({
  id: "answerContactRequest",
  method: "post",
  path: "/v1/operator/contact-requests/{requestId}/answered",
  tag: TAG,
  summary: "Note that somebody was contacted",
  needs: "cases:work",
  params: { requestId: id },
  answer: contactRequest,
  problems: ["refused"],
});
