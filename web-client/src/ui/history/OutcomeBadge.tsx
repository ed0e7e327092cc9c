import { Check, CircleDashed, TriangleAlert, UserX, X } from "lucide-react";
import type { Outcome } from "../../protocol/history";
import { Badge } from "../components/Badge";
import { useTranslation } from "../i18n/useTranslation";

const looks = {
  held: { kind: "ok", icon: Check },
  no_show: { kind: "warn", icon: UserX },
  cancelled: { kind: "plain", icon: X },
  failed: { kind: "error", icon: TriangleAlert },
  unattended: { kind: "warn", icon: CircleDashed },
  open: { kind: "plain", icon: CircleDashed },
} as const;

/** What came of it, by shape and word; colour is third. */
export function OutcomeBadge({ outcome }: { outcome: Outcome | null }) {
  const { t } = useTranslation();
  const word = outcome ?? "open";
  const { kind, icon: Icon } = looks[word];
  return (
    <Badge kind={kind}>
      <Icon size={15} aria-hidden="true" />
      {t(`history.outcomes.${word}`)}
    </Badge>
  );
}
