import type { ReactNode } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import "./button.css";
import "./tipButton.css";

interface TipButtonProps {
  /** The accessible name, with whom it concerns. */
  label: string;
  /** What the tooltip says; the name where it is absent. */
  tip?: string;
  icon: ReactNode;
  bordered?: boolean;
  onPress(): void;
}

/** A picture without its word, for dense rows: a tooltip and the accessible name say it. */
export function TipButton({ label, tip = label, icon, bordered = false, onPress }: TipButtonProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={100}>
      <Button
        className={`button ${bordered ? "button-secondary" : "button-ghost"} icon-button tip-button`}
        aria-label={label}
        onPress={onPress}
      >
        {icon}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {tip}
      </Tooltip>
    </TooltipTrigger>
  );
}
