import { encode } from "uqr";
import "./qrCode.css";

/** The link for a phone's camera; the link itself stands beside it. Dark on light in every theme, else cameras fail. */
export function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 0, ecc: "M" });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg className="qr" viewBox={`-3 -3 ${size + 6} ${size + 6}`} aria-hidden="true">
      <path className="qr-light" d={`M-3 -3h${size + 6}v${size + 6}h-${size + 6}z`} />
      <path className="qr-dark" d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
