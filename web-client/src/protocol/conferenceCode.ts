/** The letters and digits a conference code is made of: none looks like another. */
export const codeAlphabet = "ABCDEFGHJKMNPQRTUVWXY346789";
export const codeLength = 6;

/** Upper case without spaces and hyphens; what is not of the alphabet stays, so that it can be pointed at. */
export function normaliseCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s\u00a0-]/g, "");
}

/** The characters that no code contains, each once. */
export function lettersOutsideAlphabet(code: string): string[] {
  return [...new Set(normaliseCode(code))].filter((letter) => !codeAlphabet.includes(letter));
}

export function isWholeCode(code: string): boolean {
  return normaliseCode(code).length === codeLength && lettersOutsideAlphabet(code).length === 0;
}

/** Three and three, as it is said on the telephone. */
export function spacedCode(code: string): string {
  const plain = normaliseCode(code);
  return plain.length > 3 ? `${plain.slice(0, 3)} ${plain.slice(3)}` : plain;
}

/** The share token in a pasted link, or null where the text is no such link. */
export function shareTokenIn(pasted: string): string | null {
  return /\/conference\/join\/([A-Za-z0-9_~.-]+)/.exec(pasted)?.[1] ?? null;
}
