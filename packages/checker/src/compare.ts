/** Lays what is found beside what is expected, leaf by leaf; what is not expected is a difference too. */

/** A place where the two are not the same; `null` stands for nothing being there. */
export type Mismatch = {
  readonly path: string;
  readonly expected: string | null;
  readonly found: string | null;
};

const NONE: readonly Mismatch[] = [];

/** `path` is that of the two; the empty one is the whole. */
export function compare(expected: unknown, found: unknown, path: string): readonly Mismatch[] {
  // Nearly every document is what it should be: nothing is listed for those.
  return isSame(expected, found) ? NONE : mismatchesOf(expected, found, path);
}

/** Says yes only where `mismatchesOf` finds none. */
function isSame(expected: unknown, found: unknown): boolean {
  if (expected === found) return true;
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) return false;
    for (let index = 0; index < expected.length; index++)
      if (!isSame(expected[index], found[index])) return false;
    return true;
  }
  if (!isObject(expected) || !isObject(found)) return false;
  // What it has from elsewhere is looked at field by field.
  if (Object.getPrototypeOf(found) !== Object.prototype) return false;
  let left = 0;
  for (const key in expected) {
    const value = found[key];
    // Asked only where it decides: an object's own keys are most of what is compared.
    if (value === undefined && !Object.hasOwn(found, key)) return false;
    if (!isSame(expected[key], value)) return false;
    left += 1;
  }
  // As many keys as were expected are the same keys.
  for (const _ in found) left -= 1;
  return left === 0;
}

function mismatchesOf(expected: unknown, found: unknown, path: string): Mismatch[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return [mismatch(path, expected, found)];
    const length = Math.max(expected.length, found.length);
    const parts = Array.from({ length }, (_, index) =>
      mismatchesOf(
        index < expected.length ? expected[index] : undefined,
        index < found.length ? found[index] : undefined,
        `${path}[${index}]`,
      ),
    );
    return parts.flat();
  }
  if (isObject(expected)) {
    if (!isObject(found)) return [mismatch(path, expected, found)];
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...keys].flatMap((key) =>
      mismatchesOf(ownValue(expected, key), ownValue(found, key), path === "" ? key : `${path}.${key}`),
    );
  }
  return expected === found ? [] : [mismatch(path, expected, found)];
}

type Plain = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function ownValue(object: Plain, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function mismatch(path: string, expected: unknown, found: unknown): Mismatch {
  return { path, expected: textOf(expected), found: textOf(found) };
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === "string") return value;
  return (
    JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part)) ?? String(value)
  );
}
