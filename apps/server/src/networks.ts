/** Networks as an operator names them in the environment: `127.0.0.0/8,10.20.0.0/16`. */
import { BlockList, isIP, isIPv4 } from "node:net";

export type Networks = {
  readonly has: (address: string) => boolean;
};

/** Throws with the variable's name where the text is no such list. */
export function networkList(text: string | undefined, variable: string): Networks {
  const list = new BlockList();
  for (const one of (text ?? "").split(/[\s,]+/).filter((part) => part !== "")) {
    const [net, bits] = one.split("/");
    const family = isIP(net!);
    const most = family === 4 ? 32 : 128;
    if (family === 0 || bits === undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > most)
      throw new Error(`${variable} is no list of networks such as 10.20.0.0/16: ${one}`);
    list.addSubnet(net!, Number(bits), family === 4 ? "ipv4" : "ipv6");
  }
  return {
    has: (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? "ipv4" : "ipv6"),
  };
}
