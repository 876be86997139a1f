/** What keeps letters from leaving by the carrier that was just chosen: said at once, not when the first is due. */
import type { Uuid } from "@innfri/kernel";
import type { Installation } from "../installation.ts";
import { listChannels } from "../usecases/channels.ts";
import type { Answer } from "./output.ts";
import { wrapped } from "./wrap.ts";

export type SendProblem = { readonly channel: string; readonly carrier: string; readonly problem: string };

/** Of the channels that `--send` named; empty when it was not given. */
export async function sendProblems(
  installation: Pick<Installation, "pool" | "directory">,
  creditorId: Uuid,
  send: Readonly<Record<string, string>> | undefined,
  now: Date,
): Promise<readonly SendProblem[]> {
  if (send === undefined) return [];
  const [found] = await listChannels(installation, [creditorId], now);
  return (found?.ways ?? []).flatMap(({ channel, problem }) => {
    const carrier = send[channel];
    if (carrier === undefined) return [];
    if (found!.creditor.isSandbox && carrier !== "capture")
      return [{ channel, carrier, problem: "a sandbox sends nothing: its letters only become files" }];
    return problem === null ? [] : [{ channel, carrier, problem }];
  });
}

/** What was stated holds all the same: another process may have what this one lacks in its environment. */
export function withSendProblems(answer: Answer, problems: readonly SendProblem[]): Answer {
  if (problems.length === 0) return answer;
  const lines = problems.map(({ channel, carrier, problem }) =>
    wrapped(
      "",
      `Letters by ${channel}=${carrier} cannot leave from here: ${problem}. How they leave: innfri channels`,
    ),
  );
  return {
    ...answer,
    json: { ...(answer.json as object), cannotSend: problems },
    text: [answer.text, ...lines].join("\n"),
  };
}
