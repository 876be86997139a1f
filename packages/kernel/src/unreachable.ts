/** Closes a `switch` over a union: a new variant then fails to compile here. */
export function unreachable(value: never): never {
  throw new Error(`this cannot be: ${JSON.stringify(value)}`);
}
