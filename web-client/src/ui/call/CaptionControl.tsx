import { Captions, CaptionsOff } from "lucide-react";
import type { Call } from "../../call/call";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { Control } from "./Control";

/** In the bar, once somebody captions: shows or hides what is said. */
export function CaptionControl({ call }: { call: Call }) {
  const { t } = useTranslation();
  const { captions } = call.asides;
  const { heard, wanted } = useSnapshot(captions);
  if (!heard) return null;
  return (
    <Control
      noun={t("captions.captions")}
      name={t(wanted ? "captions.hide" : "captions.show")}
      look={wanted ? "on" : "off"}
      icon={wanted ? <Captions size={24} /> : <CaptionsOff size={24} />}
      onPress={() => captions.want(!wanted)}
    />
  );
}
