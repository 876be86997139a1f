import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPublic, networksOf, targetOf, unfit } from "./addresses.ts";
import { post } from "./post.ts";

const nowhere = networksOf({});
const loopback = networksOf({ INNFRI_WEBHOOK_NETWORKS: "127.0.0.0/8, ::1/128" });

describe("An address that a message may go to", () => {
  it.each(["8.8.8.8", "100.63.255.255", "172.32.0.1", "2a00:1450:4001:81b::200e"])(
    "is one of the open internet: %s",
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );

  it.each([
    ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1"],
    ...["198.18.0.1", "224.0.0.1", "255.255.255.255"],
    ...["::", "::1", "fe80::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8"],
    ...["64:ff9b::a00:1", "2002:a00:1::1", "2001:0:1::1", "2001:db8::1", "::7f00:1", "not-an-address"],
  ])("is not one's own, a neighbour's, one that holds another, or none: %s", (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it.each([
    ["https://example.com/hook", null],
    ["http://example.com/hook", "only https is taken"],
    ["ftp://example.com/", "only https is taken"],
    ["https://kari:secret@example.com/", "an address with a name or password is not taken"],
    ["https://example.com/#x", "an address with a # is not taken"],
    ["https://[::1]/", "this address is not one of the open internet"],
    ["https://2130706433/", "this address is not one of the open internet"],
    ["https://0x7f.1/", "this address is not one of the open internet"],
    ["https://[::ffff:169.254.169.254]/", "this address is not one of the open internet"],
    ["nothing", "this is no address of the web"],
  ])("is written as one: %s", (url, reason) => {
    expect(unfit(url, nowhere)).toBe(reason);
  });

  it("is what its name leads to, not what it is called", async () => {
    const local = new URL("https://localhost/");
    expect((await targetOf(local, nowhere)).kind).toBe("refused");
    expect((await targetOf(local, loopback)).kind).toBe("target");
    expect(unfit("http://localhost:8080/x", nowhere)).toBe("only https is taken");
    expect(unfit("http://localhost:8080/x", loopback)).toBeNull();
  });
});

describe("A try", () => {
  let server: Server;
  let at: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === "/silent") return;
      response.writeHead(200);
      if (request.url !== "/endless") return void response.end("fine");
      const more = setInterval(() => response.write("x".repeat(10_000)), 5);
      response.on("close", () => clearInterval(more));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const limits = { networks: loopback, withinMs: 500 };

  it("reads a status and no body, however long it is", async () => {
    expect(await post(`${at}/endless`, {}, "{}", limits)).toEqual({ kind: "answered", status: 200 });
  });

  it("ends in time where nobody answers", async () => {
    expect(await post(`${at}/silent`, {}, "{}", limits)).toEqual({
      kind: "failed",
      detail: "no answer within 0.5 s",
    });
  });

  it("says of a server that is not there that it is not there", async () => {
    const free = at.replace(/\d+$/, "1");
    expect(await post(free, {}, "{}", limits)).toEqual({
      kind: "failed",
      detail: "the connection failed: ECONNREFUSED",
    });
  });
});
