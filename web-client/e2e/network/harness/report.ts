// The figures of a scenario, one line in the log of the suite.

/** Prints figures, rounded to three digits. */
export function report(name: string, figures: Record<string, number>): void {
  const words = Object.entries(figures).map(([key, figure]) => `${key} ${Number(figure.toPrecision(3))}`);
  console.log(`    ${name}: ${words.join(", ")}`);
}
