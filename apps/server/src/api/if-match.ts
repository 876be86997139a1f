/** `If-Match`: whether what the caller saw, if it says so, is what is there. */
export function isAsSeen(ifMatch: string | null, version: string): boolean {
  if (ifMatch === null || ifMatch === "*") return true;
  return ifMatch.split(",").some((one) => one.trim() === version);
}
