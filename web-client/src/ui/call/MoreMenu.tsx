import { Ellipsis } from "lucide-react";
import { later } from "../components/later";
import { MenuButton } from "../components/MenuButton";
import { useTranslation } from "../i18n/useTranslation";
import type { MoreEntriesProps } from "./MoreEntries";

interface MoreMenuProps extends MoreEntriesProps {
  /** With its word below, in the bar. */
  labelled: boolean;
}

export const MoreEntries = later(() => import("./MoreEntries"), "MoreEntries");

/** The button of what is wanted rarely. */
export function MoreMenu({ labelled, ...entries }: MoreMenuProps) {
  const { t } = useTranslation();
  return (
    <MenuButton
      label={t("call.moreNamed")}
      className="control control-on control-more"
      load={MoreEntries.load}
      menu={(anchor) => <MoreEntries {...anchor} {...entries} placement={labelled ? "top" : "bottom end"} />}
    >
      <span className="disc" aria-hidden="true">
        <Ellipsis size={24} />
      </span>
      {labelled && <span className="noun">{t("call.more")}</span>}
    </MenuButton>
  );
}
