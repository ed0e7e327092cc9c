import type { thisBrowser } from "./thisBrowser";
import "./browserPicture.css";

type Where = ReturnType<typeof thisBrowser>["steps"];

/** Left edge and top of the place to press, in a drawing 240 wide and 120 high. */
const rings: Partial<Record<Where, [number, number]>> = {
  safariPhone: [56, 92],
  safariMac: [34, 6],
};
const usual: [number, number] = [56, 30];

/** A drawing of the browser with a ring round what is pressed first; the words stand in the list below. */
export function BrowserPicture({ where }: { where: Where }) {
  if (where === "phoneSettings" || where === "other") return null;
  const [x, y] = rings[where] ?? usual;
  const below = where === "safariPhone";
  return (
    <svg className="browser-picture" viewBox="0 0 240 120" aria-hidden="true">
      <rect className="picture-page" x="16" y="20" width="208" height="96" rx="10" />
      {where === "safariMac" && <rect className="picture-bar" x="16" y="4" width="208" height="14" rx="3" />}
      <rect className="picture-bar" x="48" y={below ? 92 : 30} width="160" height="18" rx="9" />
      <path className="picture-words" d={below ? "M84 101h84" : "M84 39h84"} />
      <path className="picture-words" d={below ? "M32 42h112M32 58h84" : "M32 70h112M32 86h84"} />
      <Press where={where} x={x} y={y} />
    </svg>
  );
}

/** What is pressed: a menu's word, or the button at the left of the address. */
function Press({ where, x, y }: { where: Where; x: number; y: number }) {
  const wide = where === "safariMac" ? 44 : 18;
  return (
    <>
      {where === "safariMac" ? (
        <path className="picture-sign" d="M38 11h34" />
      ) : (
        <path className="picture-sign" d={`M${x + 5} ${y + 7}h8M${x + 5} ${y + 11}h8`} />
      )}
      <rect className="picture-ring" x={x - 4} y={y - 4} width={wide + 8} height="26" rx="13" />
    </>
  );
}
