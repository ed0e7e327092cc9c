import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { MenuItem } from "react-aria-components";
import { useTranslation } from "../i18n/useTranslation";

interface MenuEntryProps {
  checked?: boolean;
  onAction(): void;
  children: ReactNode;
}

/** A line of the menu that may hold the mark of what is chosen. */
export function MenuEntry({ checked = false, onAction, children }: MenuEntryProps) {
  const { t } = useTranslation();
  return (
    <MenuItem className="menu-item" onAction={onAction}>
      <span className="menu-check">{checked && <Check size={20} aria-hidden="true" />}</span>
      <span>
        {children}
        {checked && <span className="visually-hidden">, {t("stage.chosen")}</span>}
      </span>
    </MenuItem>
  );
}
