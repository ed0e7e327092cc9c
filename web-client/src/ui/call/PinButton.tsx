import { Pin, PinOff } from "lucide-react";
import { PlainButton } from "../components/PlainButton";
import { useTranslation } from "../i18n/useTranslation";

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
    <PlainButton
      className="tile-pin"
      aria-label={t(pinned ? "stage.unpin" : "stage.pin", { name })}
      onPress={() => onPin(!pinned)}
    >
      <Icon size={20} aria-hidden="true" />
    </PlainButton>
  );
}
