import { Pin, PinOff } from "lucide-react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";

interface PinButtonProps {
  /** Whose picture, in words. */
  name: string;
  pinned: boolean;
  onPin(pinned: boolean): void;
}

/** Keeps a picture large, whoever speaks. */
export function PinButton({ name, pinned, onPin }: PinButtonProps) {
  const { t } = useTranslation();
  const Icon = pinned ? PinOff : Pin;
  return (
    <Button
      className="tile-pin"
      aria-label={t(pinned ? "stage.unpin" : "stage.pin", { name })}
      onPress={() => onPin(!pinned)}
    >
      <Icon size={20} aria-hidden="true" />
    </Button>
  );
}
