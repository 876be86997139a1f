/** The checksums that reference, account and identity numbers are built on. All take strings of digits. */

export function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

/**
 * Modulus 10 (Luhn): from the right the digits weigh 2, 1, 2, 1 …, and the digits of each product are added.
 * `payload` must be digits only.
 */
export function luhnCheckDigit(payload: string): string {
  let sum = 0;
  for (let i = 0; i < payload.length; i++) {
    const digit = payload.charCodeAt(payload.length - 1 - i) - 48;
    const product = i % 2 === 0 ? digit * 2 : digit;
    sum += product > 9 ? product - 9 : product;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Is the last digit the modulus 10 check digit of the others? */
export function passesLuhn(text: string): boolean {
  return text.length >= 2 && isDigits(text) && luhnCheckDigit(text.slice(0, -1)) === text.slice(-1);
}

/**
 * Modulus 11 as Norwegian numbers use it: from the right the digits weigh 2 to 7, again and again. The result 10
 * has no digit and comes back as `-`, which is how a KID writes it; other numbers are then never issued.
 */
export function mod11CheckCharacter(payload: string): string {
  let sum = 0;
  for (let i = 0; i < payload.length; i++) {
    sum += (payload.charCodeAt(payload.length - 1 - i) - 48) * (2 + (i % 6));
  }
  const rest = sum % 11;
  if (rest === 0) return "0";
  return rest === 1 ? "-" : String(11 - rest);
}

/** The sum of digits times weights, position by position from the left. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * (digits.charCodeAt(i) - 48), 0);
}

/** The remainder by 97 of a text of `0-9A-Z` where A counts as 10 and Z as 35 (ISO 7064, as IBAN and RF use it). */
export function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest;
}
