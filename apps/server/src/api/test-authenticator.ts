/** A device with passkeys, in software: what a browser sends of it, made with the means of the platform alone. */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

type Cbor = number | string | Buffer | Map<Cbor, Cbor>;

/** As much of CBOR (RFC 8949) as an attestation has. */
function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([
    head(5, value.size),
    ...[...value].flatMap(([name, one]) => [cbor(name), cbor(one)]),
  ]);
}

function head(kind: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(kind << 5) | count]);
  if (count < 256) return Buffer.from([(kind << 5) | 24, count]);
  const bytes = Buffer.from([(kind << 5) | 25, 0, 0]);
  bytes.writeUInt16BE(count, 1);
  return bytes;
}

const hash = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest();
const coded = (bytes: Buffer) => bytes.toString("base64url");

/** What the device and its browser do otherwise than they should. */
export type Odd = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly id?: string;
};

export type Authenticator = {
  readonly id: string;
  create(challenge: string, odd?: Odd): object;
  get(challenge: string, odd?: Odd): object;
};

export function authenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  let counter = 0;
  const clientData = (type: string, challenge: string, odd: Odd) =>
    Buffer.from(
      JSON.stringify({ type, challenge: odd.challenge ?? challenge, origin: odd.origin ?? origin }),
    );
  const authData = (odd: Odd, attested: Buffer | null) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(odd.counter ?? ++counter);
    const flags = 0x01 | (odd.isVerified === false ? 0 : 0x04) | (attested === null ? 0 : 0x40);
    const rpIdHash = hash(odd.rpId ?? new URL(origin).hostname);
    return Buffer.concat([rpIdHash, Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  };
  const envelope = (response: object, odd: Odd) => ({
    ...{
      id: odd.id ?? coded(id),
      rawId: odd.id ?? coded(id),
      type: "public-key",
      clientExtensionResults: {},
    },
    response,
  });
  return {
    id: coded(id),
    create: (challenge, odd = {}) => {
      const length = Buffer.from([0, id.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cbor(coseKey(publicKey))]);
      const attestation = new Map<Cbor, Cbor>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData(odd, attested)],
      ]);
      const clientDataJSON = coded(clientData("webauthn.create", challenge, odd));
      return envelope(
        { clientDataJSON, attestationObject: coded(cbor(attestation)), transports: ["internal"] },
        odd,
      );
    },
    get: (challenge, odd = {}) => {
      const [data, client] = [authData(odd, null), clientData("webauthn.get", challenge, odd)];
      const signature = createSign("sha256").update(data).update(hash(client)).sign(privateKey);
      return envelope(
        {
          ...{ clientDataJSON: coded(client), authenticatorData: coded(data), signature: coded(signature) },
          userHandle: null,
        },
        odd,
      );
    },
  };
}

/** ES256 (RFC 9053): kind 2, algorithm -7, curve 1, and the point. */
function coseKey(key: KeyObject): Map<Cbor, Cbor> {
  const { x, y } = key.export({ format: "jwk" });
  return new Map<Cbor, Cbor>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x!, "base64url")],
    [-3, Buffer.from(y!, "base64url")],
  ]);
}
