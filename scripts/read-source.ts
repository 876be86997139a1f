/** Reads one TypeScript file for what it imports and for what it takes from outside without importing. */
import { type MemberExpression, parseSync, Visitor } from "oxc-parser";

/** `isType` when nothing is left of it once the types are erased. */
export type Import = { readonly specifier: string; readonly isType: boolean };

export type Source = {
  readonly imports: readonly Import[];
  /** Uses of the clock, the environment, chance or the network, one phrase each. */
  readonly impurities: readonly string[];
};

/** Global names that bring the outside in; `*` stands for every member. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  Date: ["now"],
  Math: ["random"],
  performance: ["*"],
  process: ["*"],
  crypto: ["*"],
};

/** Reads `code`; throws when it is not valid TypeScript. */
export function readSource(path: string, code: string): Source {
  const { program, errors } = parseSync(path, code);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);

  const imports: Import[] = [];
  const impurities: string[] = [];
  const importFrom = (source: unknown, isType = false) => {
    const specifier = literalOf(source);
    if (specifier !== undefined) imports.push({ specifier, isType });
  };
  new Visitor({
    ImportDeclaration: (node) => importFrom(node.source, node.importKind === "type"),
    ExportNamedDeclaration: (node) => importFrom(node.source, node.exportKind === "type"),
    ExportAllDeclaration: (node) => importFrom(node.source, node.exportKind === "type"),
    ImportExpression: (node) => importFrom(node.source),
    TSImportType: (node) => importFrom(node.source, true),
    TSExternalModuleReference: (node) => importFrom(node.expression),
    NewExpression: (node) => {
      const isNow = nameOf(node.callee) === "Date" && node.arguments.length === 0;
      if (isNow) impurities.push("reads the clock: new Date()");
    },
    CallExpression: (node) => {
      const name = nameOf(node.callee);
      if (name === "require") importFrom(node.arguments[0]);
      if (name === "fetch") impurities.push("reaches for the network: fetch()");
      if (name === "Date") impurities.push("reads the clock: Date()");
    },
    MemberExpression: (node) => {
      const phrase = outsideMember(node);
      if (phrase !== undefined) impurities.push(phrase);
    },
  }).visit(program);
  return { imports, impurities };
}

function outsideMember(node: MemberExpression): string | undefined {
  const object = nameOf(node.object);
  const members = object !== undefined && Object.hasOwn(OUTSIDE, object) ? OUTSIDE[object] : undefined;
  const member = nameOf(node.property) ?? literalOf(node.property) ?? "";
  if (members === undefined || !(members.includes("*") || members.includes(member))) return undefined;
  return `uses ${object}.${member}`;
}

function nameOf(node: unknown): string | undefined {
  const { type, name } = node as { readonly type?: string; readonly name?: string };
  return type === "Identifier" ? name : undefined;
}

function literalOf(node: unknown): string | undefined {
  const { type, value } = (node ?? {}) as { readonly type?: string; readonly value?: unknown };
  return type === "Literal" && typeof value === "string" ? value : undefined;
}
