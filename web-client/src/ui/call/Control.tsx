import type { ReactNode } from "react";
import { Button } from "react-aria-components";

interface ControlProps {
  /** The visible word; the accessible name contains it. */
  noun: string;
  name: string;
  look: "on" | "off" | "active" | "leave";
  icon: ReactNode;
  onPress(): void;
  /** A button of its own at the disc's edge. */
  beside?: ReactNode;
}

/** One disc of the bar. */
export function Control({ noun, name, look, icon, onPress, beside }: ControlProps) {
  const control = (
    <Button aria-label={name} className={`control control-${look}`} onPress={onPress}>
      <span className="disc" aria-hidden="true">
        {icon}
      </span>
      <span className="noun">{noun}</span>
    </Button>
  );
  if (!beside) return control;
  return (
    <span className="control-pair">
      {control}
      {beside}
    </span>
  );
}
