import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { Consultation } from "../../protocol/consultation";
import { EndDialog } from "../components/EndDialog";
import { useTranslation } from "../i18n/useTranslation";
import { useRefreshDay } from "./day";
import "../components/menu.css";

interface RowMenuProps {
  consultation: Consultation;
  /** With the code, which tells two of one name apart. */
  name: string;
  onOpen(): void;
}

/** What is done less often with a consultation of the day. */
export function RowMenu({ consultation: { id, code }, name, onOpen }: RowMenuProps) {
  const { t } = useTranslation();
  const refreshDay = useRefreshDay();
  const [ending, setEnding] = useState(false);
  const label = t("day.moreNamed", { name });
  return (
    <>
      <MenuTrigger>
        <Button aria-label={label} className="button button-ghost icon-button tip-button">
          <Ellipsis size={20} aria-hidden="true" />
        </Button>
        <Popover className="menu-popover" placement="bottom end">
          <Menu aria-label={label}>
            {code && (
              <MenuItem className="menu-item" onAction={onOpen}>
                {t("day.open")}
              </MenuItem>
            )}
            <MenuItem className="menu-item menu-item-danger" onAction={() => setEnding(true)}>
              {t("end.confirm")}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <EndDialog
        consultationId={id}
        open={ending}
        onClose={() => setEnding(false)}
        onEnded={() => void refreshDay()}
      />
    </>
  );
}
