/** A size in words of the language: 840 kB, 2.4 MB. */
export function fileSize(bytes: number, language: string): string {
  const [unit, value] = bytes >= 1_000_000 ? ["megabyte", bytes / 1_000_000] : ["kilobyte", bytes / 1_000];
  const digits = unit === "megabyte" ? 1 : 0;
  const format = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(language, format).format(Math.max(value as number, digits === 0 ? 1 : 0));
}
