/** Commands that a text names are typed by its reader, who is to meet the same installation: they name its directory. */

/** Words between `innfri` and the name of a command; empty where none was given. */
let given = "";
let command = /(?!)/g;

/** Every hint from now on names this directory, as it was given; none where it was not. */
export function hintsNameData(names: readonly string[], data: string | undefined): void {
  given = data === undefined ? "" : `--data ${quoted(data)} `;
  command = new RegExp(`\\binnfri (?=(?:${names.join("|")})\\b)`, "g");
}

/** The text with its hints; `space` stands within what is not to be broken. */
export function withData(text: string, space = " "): string {
  return text.replaceAll(command, () => `innfri ${given}`.replaceAll(" ", space));
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
