import { expect, it } from "vitest";
import { pointsOf } from "./picture-size.ts";

const head = (width: number, height: number) => {
  const bytes = Buffer.alloc(33);
  bytes.write("\x89PNG\r\n\x1a\n", "latin1");
  bytes.write("IHDR", 12, "latin1");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

it("a PNG says how many points it has, however small its file is", () => {
  expect(pointsOf(head(4000, 3000), "png")).toBe(12_000_000);
  expect(pointsOf(head(60_000, 60_000), "png")).toBe(3_600_000_000);
  expect(pointsOf(head(1, 1).subarray(0, 20), "png")).toBeNull();
});

it("a JPEG says it in the segment of its frame, whatever stands before that", () => {
  const segment = [0xff, 0xe0, 0, 4, 1, 2];
  const frame = [0xff, 0xc2, 0, 11, 8, 0x0b, 0xb8, 0x0f, 0xa0, 1, 1, 0x11, 0];
  const jpeg = (...parts: number[][]) => Uint8Array.from([0xff, 0xd8, ...parts.flat()]);
  expect(pointsOf(jpeg(segment, [0xff], frame), "jpg")).toBe(12_000_000);
  expect(pointsOf(jpeg(segment, [0xff, 0xda, 0, 4, 0, 0, 0, 0, 0]), "jpg")).toBeNull();
  expect(pointsOf(jpeg(segment), "jpg")).toBeNull();
});
