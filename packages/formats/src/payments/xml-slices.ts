/**
 * Reads XML as a stream and hands out small finished trees of the elements somebody asks for. No DTD, no entities
 * but the five of XML itself; depth, size of a tree and length of a piece of text are bounded.
 */
import { SaxesParser } from "saxes";

export type XmlNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: XmlNode[];
};

/** `enter`: go on with its children; `capture`: hand it out as a tree when it closes; `skip`: forget it. */
export type XmlAction = "enter" | "capture" | "skip";

export type XmlHandler = {
  /** Local name without prefix. `depth` is 1 for the root. */
  open(name: string, attributes: Readonly<Record<string, string>>, prefix: string, depth: number): XmlAction;
  captured(node: XmlNode, depth: number): void;
  /** An entered element ends. */
  close(name: string, depth: number): void;
  refuse(code: "limit" | "xml", reason: string): void;
};

const DEPTH_MAX = 60;
const NODES_PER_TREE_MAX = 50_000;
const CHARACTERS_PER_TREE_MAX = 4_000_000;
const CHARACTERS_PER_EVENT_MAX = 1_000_000;
const PIECE_LENGTH = 16_384;

export class XmlSlices {
  private readonly parser = new SaxesParser({ xmlns: false });
  private readonly handler: XmlHandler;
  private readonly stack: XmlNode[] = []; // the tree being captured, from its top
  private depth = 0;
  private skipBelow = 0; // the depth of the element being skipped, or 0
  private nodes = 0;
  private characters = 0;
  private written = 0;
  private lastEventAt = 0;
  private stopped = false;

  constructor(handler: XmlHandler) {
    this.handler = handler;
    this.parser.on("opentag", (tag) => this.opened(tag.name, tag.attributes));
    this.parser.on("closetag", (tag) => this.closed(tag.name));
    this.parser.on("text", (text) => this.text(text));
    this.parser.on("cdata", (text) => this.text(text));
    this.parser.on("comment", () => this.event());
    this.parser.on("processinginstruction", () => this.event());
    this.parser.on("doctype", () =>
      this.stop("xml", "the file has a document type declaration, which no bank file has"),
    );
    this.parser.on("error", (error) =>
      this.stop("xml", `the file is not well-formed XML: ${brief(error.message)}`),
    );
  }

  /** Line of the file where the reader is. */
  get line(): number {
    return this.parser.line;
  }

  write(text: string): void {
    for (let at = 0; at < text.length && !this.stopped; at += PIECE_LENGTH) {
      const piece = text.slice(at, at + PIECE_LENGTH);
      this.written += piece.length;
      this.parser.write(piece);
      if (this.written - this.lastEventAt > CHARACTERS_PER_EVENT_MAX)
        this.stop("limit", "one tag or one piece of text is longer than any bank file has");
    }
  }

  end(): void {
    if (!this.stopped) this.parser.close();
  }

  private opened(rawName: string, attributes: Readonly<Record<string, string>>) {
    this.event();
    this.depth += 1;
    if (this.stopped) return;
    if (this.depth > DEPTH_MAX) return this.stop("limit", `elements are nested more than ${DEPTH_MAX} deep`);
    if (this.skipBelow > 0) return;
    const colon = rawName.indexOf(":");
    const name = rawName.slice(colon + 1);
    if (this.stack.length > 0) return this.grow({ name, attributes, text: "", children: [] });
    const action = this.handler.open(name, attributes, rawName.slice(0, Math.max(colon, 0)), this.depth);
    if (action === "skip") this.skipBelow = this.depth;
    if (action !== "capture") return;
    this.nodes = 0;
    this.characters = 0;
    this.grow({ name, attributes, text: "", children: [] });
  }

  private closed(rawName: string): void {
    this.event();
    const depth = this.depth;
    this.depth -= 1;
    if (this.stopped) return;
    if (this.skipBelow > 0) {
      if (this.skipBelow === depth) this.skipBelow = 0;
      return;
    }
    const node = this.stack.pop();
    if (node === undefined) this.handler.close(rawName.slice(rawName.indexOf(":") + 1), depth);
    else if (this.stack.length === 0) this.handler.captured(node, depth);
  }

  private text(text: string): void {
    this.event();
    const node = this.stack.at(-1);
    if (node === undefined || this.stopped) return;
    this.characters += text.length;
    if (this.characters > CHARACTERS_PER_TREE_MAX)
      this.stop("limit", "one entry holds more text than any bank file has");
    else node.text += text;
  }

  private grow(node: XmlNode) {
    this.nodes += 1;
    if (this.nodes > NODES_PER_TREE_MAX)
      return this.stop("limit", `one entry holds more than ${NODES_PER_TREE_MAX} elements`);
    this.stack.at(-1)?.children.push(node);
    this.stack.push(node);
  }

  private event(): void {
    this.lastEventAt = this.written;
  }

  private stop(code: "limit" | "xml", reason: string): void {
    if (!this.stopped) this.handler.refuse(code, reason);
    this.stopped = true;
  }
}

/** The first child of that name. */
export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((each) => each.name === name);
}

/** The element at the end of `A/B/C`, taking the first of each name. */
export function descend(node: XmlNode | undefined, path: string): XmlNode | undefined {
  return path.split("/").reduce(child, node);
}

/** The trimmed text at the end of `path`; `undefined` when there is none. */
export function textAt(node: XmlNode | undefined, path: string): string | undefined {
  const text = descend(node, path)?.text.trim();
  return text === "" ? undefined : text;
}

export function childrenOf(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return node?.children.filter((each) => each.name === name) ?? [];
}

function brief(message: string): string {
  return message.slice(0, 200);
}
