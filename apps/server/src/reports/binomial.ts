/**
 * Whether a share is larger than chance would make it. Exact: the chance of so many or more of `n`, each with the share
 * that all others have. Where many groups are looked at some stand out by chance alone, so the smallest chance must be
 * below 5 % divided by the number of groups, the next below 5 % by one group less, and so on (Holm).
 */
export function chanceOfAtLeast(k: number, n: number, share: number): number {
  if (k <= 0) return 1;
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  let sum = 0;
  for (let i = k; i <= n; i += 1) {
    const term = Math.exp(
      logFactorial(n) -
        logFactorial(i) -
        logFactorial(n - i) +
        i * Math.log(share) +
        (n - i) * Math.log1p(-share),
    );
    sum += term;
    // Beyond the peak the terms only fall.
    if (term < sum * 1e-12 && i > n * share) break;
  }
  return Math.min(1, sum);
}

/** Stirling's series; exact enough from ten on, and summed below. */
function logFactorial(n: number): number {
  if (n < 10) {
    let sum = 0;
    for (let i = 2; i <= n; i += 1) sum += Math.log(i);
    return sum;
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

/** Which of these chances stand out of all of them. */
export function standOut(chances: readonly number[], level = 0.05): readonly boolean[] {
  const order = chances.map((_, index) => index).toSorted((a, b) => chances[a]! - chances[b]!);
  const stands = chances.map(() => false);
  for (const [place, index] of order.entries()) {
    if (chances[index]! > level / (chances.length - place)) break;
    stands[index] = true;
  }
  return stands;
}
