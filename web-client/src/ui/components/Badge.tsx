import type { ReactNode } from "react";
import "./badge.css";

/** A state by shape and word; colour is third. */
export function Badge({ kind, children }: { kind: "ok" | "warn" | "error" | "plain"; children: ReactNode }) {
  return <span className={`badge badge-${kind}`}>{children}</span>;
}
