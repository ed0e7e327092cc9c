import type { ReactNode } from "react";
import { PlainButton } from "../components/PlainButton";
import "./badge.css";

interface ControlProps {
  /** The visible word; the accessible name contains it. */
  noun: string;
  name: string;
  look: "on" | "off" | "active" | "leave";
  icon: ReactNode;
  onPress(): void;
  /** Whether the panel that it opens is there; absent where it opens none. */
  expanded?: boolean;
  /** A count at the disc's edge, which the name tells too. */
  badge?: number;
  /** A button of its own at the disc's edge. */
  beside?: ReactNode;
}

/** One disc of the bar. */
export function Control({ noun, name, look, icon, onPress, expanded, badge = 0, beside }: ControlProps) {
  const control = (
    <PlainButton
      aria-label={name}
      {...(expanded !== undefined && { "aria-expanded": expanded })}
      className={`control control-${look}`}
      onPress={onPress}
    >
      <span className="disc" aria-hidden="true">
        {icon}
        {badge > 0 && <span className="control-badge" data-count={badge > 99 ? "99+" : badge} />}
      </span>
      <span className="noun">{noun}</span>
    </PlainButton>
  );
  if (!beside) return control;
  return (
    <span className="control-pair">
      {control}
      {beside}
    </span>
  );
}
