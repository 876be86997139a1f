/** Check digits of payment references, by the banks' own rules. */

/** Luhn, modulus 10: every second digit from the right counts double. */
function isLuhn(digits: string): boolean {
  let total = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    total += value > 9 ? value - 9 : value;
  }
  return total % 10 === 0;
}

/** Modulus 11 with weights 2 to 7 from the right; the check character of 10 is a hyphen. */
function isModulus11(reference: string): boolean {
  const check = reference.at(-1) === "-" ? 10 : Number(reference.at(-1));
  let total = check;
  for (const [index, digit] of [...reference.slice(0, -1)].reverse().entries())
    total += Number(digit) * ((index % 6) + 2);
  return total % 11 === 0;
}

/** Is it a KID (Norway: modulus 10 or 11, as the payee's bank agreement says) or an OCR number (Sweden: modulus 10)? */
export function isReference(country: "NO" | "SE", reference: string): boolean {
  if (country === "SE") return /^\d{2,25}$/.test(reference) && isLuhn(reference);
  if (!/^\d{1,24}[\d-]$/.test(reference)) return false;
  return (!reference.endsWith("-") && isLuhn(reference)) || isModulus11(reference);
}
