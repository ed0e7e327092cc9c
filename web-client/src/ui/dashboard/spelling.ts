const french: Record<string, string> = {
  A: "Anatole",
  B: "Berthe",
  C: "Célestin",
  D: "Désiré",
  E: "Eugène",
  F: "François",
  G: "Gaston",
  H: "Henri",
  J: "Joseph",
  K: "Kléber",
  M: "Marcel",
  N: "Nicolas",
  P: "Pierre",
  Q: "Quintal",
  R: "Raoul",
  T: "Thérèse",
  U: "Ursule",
  V: "Victor",
  W: "William",
  X: "Xavier",
  Y: "Yvonne",
};

const english: Record<string, string> = {
  A: "Alfa",
  B: "Bravo",
  C: "Charlie",
  D: "Delta",
  E: "Echo",
  F: "Foxtrot",
  G: "Golf",
  H: "Hotel",
  J: "Juliett",
  K: "Kilo",
  M: "Mike",
  N: "November",
  P: "Papa",
  Q: "Quebec",
  R: "Romeo",
  T: "Tango",
  U: "Uniform",
  V: "Victor",
  W: "Whiskey",
  X: "X-ray",
  Y: "Yankee",
};

/** A code as it is read out on the telephone; digits say themselves. */
export function spelled(code: string, language: string): string {
  const words = language.startsWith("fr") ? french : english;
  return [...code.replace(/\s/g, "")].map((character) => words[character] ?? character).join(", ");
}
