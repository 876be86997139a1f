/** What a package's door lets out, file by file, and whether each of it is explained where it is written. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Comment, parseSync, type Statement } from "oxc-parser";

/** A function, type, class or value that can be imported from outside. */
export type Exported = {
  readonly name: string;
  readonly file: string;
  /** The comment above it, without its stars; empty when there is none. */
  readonly doc: string;
};

/** Everything that `entry` exports, followed through the files of its package; other packages are not looked into. */
export function exportedFrom(entry: string): readonly Exported[] {
  return [...found(entry, null, new Map()).values()];
}

type Wanted = ReadonlySet<string> | null;

function found(file: string, wanted: Wanted, into: Map<string, Exported>): Map<string, Exported> {
  const code = readFileSync(file, "utf8");
  const { program, comments, errors } = parseSync(file, code);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  for (const statement of program.body) {
    const source = "source" in statement ? statement.source?.value : undefined;
    if (source?.startsWith(".")) found(join(dirname(file), source), passedOn(statement, wanted), into);
    for (const name of declaredBy(statement)) {
      if (wanted !== null && !wanted.has(name)) continue;
      into.set(`${file} ${name}`, { name, file, doc: docAbove(statement, comments, code) });
    }
  }
  return into;
}

/** The names that an export of another file asks for; null for all. Imports ask for nothing. */
function passedOn(statement: Statement, wanted: Wanted): Wanted {
  if (statement.type === "ExportAllDeclaration") return statement.exported === null ? wanted : null;
  if (statement.type !== "ExportNamedDeclaration") return new Set();
  return new Set(
    statement.specifiers.flatMap(({ local }) => (local.type === "Identifier" ? [local.name] : [])),
  );
}

function declaredBy(statement: Statement): readonly string[] {
  if (statement.type !== "ExportNamedDeclaration" || statement.declaration === null) return [];
  const { declaration } = statement;
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  return "id" in declaration && declaration.id?.type === "Identifier" ? [declaration.id.name] : [];
}

/** The block comment that ends right above a statement. The one at the head of a file is the file's. */
function docAbove(statement: Statement, comments: readonly Comment[], code: string): string {
  const above = comments.findLast(
    ({ type, value, end }) =>
      type === "Block" &&
      value.startsWith("*") &&
      end <= statement.start &&
      /^\s*$/.test(code.slice(end, statement.start)),
  );
  return (above?.value ?? "").replaceAll(/^\s*\*+ ?/gm, "").trim();
}
