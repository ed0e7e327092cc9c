/** Characters in a row, as on television: what fits a phone in large letters. */
const width = 32;

/** Breaks a line into rows, between words where it can. */
export function rowsOf(text: string): string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of text.split(" ").flatMap(pieces)) {
    const longer = row === "" ? word : `${row} ${word}`;
    if (lengthOf(longer) <= width) {
      row = longer;
    } else {
      if (row !== "") rows.push(row);
      row = word;
    }
  }
  return row === "" ? rows : [...rows, row];
}

/** A word that is longer than a row, as sentences of some writings are. */
function pieces(word: string): string[] {
  const letters = [...word];
  const count = Math.ceil(letters.length / width);
  return Array.from({ length: count }, (_, at) => letters.slice(at * width, (at + 1) * width).join(""));
}

function lengthOf(text: string): number {
  return [...text].length;
}
