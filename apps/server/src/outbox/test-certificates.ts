/** A certificate authority of the test's own, and certificates of it, as DER is written by hand. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export type Certificate = { readonly cert: string; readonly key: string };

export function anAuthority(name = "An Invented Authority") {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cert = certificate(name, keys.publicKey, { name, key: keys.privateKey }, [
    extension("551d13", sequence(Buffer.from("0101ff", "hex"))),
  ]);
  return {
    cert,
    /** For a name or an address; in force until the end of a year. */
    issue: (of: {
      readonly host?: string;
      readonly ip?: string;
      readonly untilYear?: number;
    }): Certificate => {
      const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const names = sequence(
        ...(of.host === undefined ? [] : [tlv(0x82, Buffer.from(of.host))]),
        ...(of.ip === undefined ? [] : [tlv(0x87, Buffer.from(of.ip.split(".").map(Number)))]),
      );
      return {
        cert: certificate(
          of.host ?? of.ip ?? "",
          own.publicKey,
          { name, key: keys.privateKey },
          [extension("551d11", names)],
          of.untilYear,
        ),
        key: own.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
      };
    },
  };
}

let serial = 1;

function certificate(
  subject: string,
  publicKey: KeyObject,
  issuer: { readonly name: string; readonly key: KeyObject },
  extensions: readonly Buffer[],
  untilYear = 2049,
): string {
  serial += 1;
  const algorithm = sequence(oid("2a8648ce3d040302"));
  const toSign = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([serial])),
    algorithm,
    nameOf(issuer.name),
    sequence(
      tlv(0x17, Buffer.from("200101000000Z")),
      tlv(0x17, Buffer.from(`${untilYear % 100}1231235959Z`)),
    ),
    nameOf(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tlv(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", toSign, issuer.key);
  const der = sequence(toSign, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}

function nameOf(text: string): Buffer {
  return sequence(tlv(0x31, sequence(oid("550403"), tlv(0x0c, Buffer.from(text)))));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tlv(0x04, value));
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, "hex"));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function tlv(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
