import type { Call } from "../../call/call";
import { useTranslation } from "../i18n/useTranslation";
import { MenuEntry } from "./MenuEntry";
import { useHand } from "./useHand";

interface RoomEntriesProps {
  call: Call;
  /** Shows who is there; null where the bar does. */
  onPeople: (() => void) | null;
}

/** In the menu: the own hand, and on a phone who is there. */
export function RoomEntries({ call, onPeople }: RoomEntriesProps) {
  const { t } = useTranslation();
  const hand = useHand(call);
  return (
    <>
      <MenuEntry onAction={hand.toggle}>{t(hand.up ? "room.lowerOwn" : "room.raise")}</MenuEntry>
      {onPeople && <MenuEntry onAction={onPeople}>{t("room.people")}</MenuEntry>}
    </>
  );
}
