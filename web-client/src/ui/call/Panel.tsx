import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { PlainButton } from "../components/PlainButton";
import { useTranslation } from "../i18n/useTranslation";
import "./panel.css";

interface PanelProps {
  title: string;
  onClose(): void;
  children: ReactNode;
}

/** Beside the stage, on a phone over it; Escape closes it and the focus goes back to where it was. */
export function Panel({ title, onClose, children }: PanelProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  function press(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  }
  return (
    // The stage is dark in every theme, so is what stands beside it.
    <aside className="panel" data-theme="dark" aria-label={title} onKeyDown={press}>
      <div className="panel-head">
        <h2 ref={heading} tabIndex={-1} className="panel-title">
          {title}
        </h2>
        <PlainButton
          aria-label={t("common.close")}
          className="button button-ghost icon-button"
          onPress={onClose}
        >
          <X size={20} aria-hidden="true" />
        </PlainButton>
      </div>
      {children}
    </aside>
  );
}
