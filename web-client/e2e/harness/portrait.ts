// A drawn person as an expression for ffmpeg's geq filter: no photograph of anybody is needed.

type Colour = readonly [red: number, green: number, blue: number];

export interface Looks {
  wall: Colour;
  coat: Colour;
  skin: Colour;
  hair: Colour;
}

const oval = (x: number, y: number, width: number, height: number) =>
  `lt(hypot((X-${x})/${width},(Y-${y})/${height}),1)`;

/** Conditions on X and Y in a picture of 480 by 360, the foremost first, each with its colour. */
function shapes({ coat, skin, hair }: Looks): [string, Colour][] {
  const dark: Colour = [38, 34, 36];
  return [
    [oval(216, 162, 6, 7), dark],
    [oval(264, 162, 6, 7), dark],
    [`${oval(240, 204, 24, 12)}*gt(Y,206)`, [150, 70, 70]],
    [oval(240, 172, 64, 82), skin],
    [oval(240, 150, 84, 98), hair],
    [oval(240, 262, 27, 40), skin],
    [oval(240, 420, 168, 148), coat],
  ];
}

/** The geq filter that draws them. */
export function portrait(looks: Looks): string {
  const channel = (index: 0 | 1 | 2) =>
    shapes(looks).reduceRight(
      (behind, [where, colour]) => `if(${where},${colour[index]},${behind})`,
      `${looks.wall[index]}-Y/9`,
    );
  return `geq=r='${channel(0)}':g='${channel(1)}':b='${channel(2)}'`;
}
