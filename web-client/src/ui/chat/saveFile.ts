/** Milliseconds after which a browser has taken what it was given. */
const taken = 60_000;

/** Gives a file to the browser to be kept. */
export function saveFile(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), taken);
}
