import { Phone } from "lucide-react";
import { buttonClass } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useClinic } from "./useClinic";

/** The clinic's number, one tap away; nothing where it is not known. `quiet` is the second way round. */
export function CallClinic({ quiet = false }: { quiet?: boolean }) {
  const { t } = useTranslation();
  const { phone } = useClinic();
  if (!phone) return null;
  return (
    <a
      className={`call-clinic ${buttonClass({ size: "patient", variant: quiet ? "ghost" : "secondary" })}`}
      href={`tel:${phone.replace(/[^+\d]/g, "")}`}
    >
      <Phone size={24} aria-hidden="true" />
      <span>
        {t("clinic.call")}
        {t("common.colon")}
        <bdi className="phone-number">{phone}</bdi>
      </span>
    </a>
  );
}
