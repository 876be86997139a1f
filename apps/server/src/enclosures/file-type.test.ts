import { describe, expect, it } from "vitest";
import { cleanName, mediaTypeOf } from "./file-type.ts";

const latin = (text: string) => Buffer.from(text, "latin1");

describe("What a file is, by what is in it", () => {
  it.each([
    ["a PDF", latin("%PDF-1.7\n…\n%%EOF\n"), "application/pdf"],
    ["a PDF that is cut off", latin("%PDF-1.7\n…"), null],
    ["a PNG", latin("\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"), "image/png"],
    ["a JPEG", latin("\xff\xd8\xff\xe0..JFIF..\xff\xd9"), "image/jpeg"],
    ["a photograph of a telephone", latin("\x00\x00\x00\x18ftypheic...."), "image/heic"],
    ["a film of the same telephone", latin("\x00\x00\x00\x18ftypmp42...."), null],
    ["text", Buffer.from("Vi bestilte ti, og fire kom. Hälsningar"), "text/plain"],
    ["text that is no UTF-8", latin("Vi bestilte p\xe5 nett"), null],
    ["a page", Buffer.from("\n<html><script>alert(1)</script>"), null],
    ["a drawing made of markup", Buffer.from("<?xml version='1.0'?><svg onload='x()'/>"), null],
    ["a program", latin("MZ\x90\x00\x03\x00"), null],
    ["an archive", latin("PK\x03\x04...."), null],
  ])("%s", (_, bytes, type) => {
    expect(mediaTypeOf(bytes)).toBe(type);
  });
});

describe("A file's name", () => {
  it.each([
    ["../../etc/passwd", "passwd.txt"],
    ["C:\\Users\\kari\\Ordre 10.TXT", "Ordre 10.txt"],
    ["ordre.txt\u202efdp.exe", "ordre.txtfdp.exe.txt"],
    [".bashrc", "bashrc.txt"],
    ["  a\tb\r\nc  ", "abc.txt"],
    ["<>|?*", "file.txt"],
    ["æøå å.txt", "æøå å.txt"],
    ["a".repeat(300), `${"a".repeat(120)}.txt`],
  ])("%s is kept as %s", (given, kept) => {
    expect(cleanName(given, "text/plain")).toBe(kept);
  });

  it("ends as what it is", () => {
    expect(cleanName("invoice.pdf.exe", "application/pdf")).toBe("invoice.pdf.exe.pdf");
    expect(cleanName("IMG_1.JPEG", "image/jpeg")).toBe("IMG_1.jpeg");
  });
});
