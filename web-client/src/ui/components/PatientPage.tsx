import type { ReactNode } from "react";
import { useClinic } from "../home/useClinic";
import { useTranslation } from "../i18n/useTranslation";
import { LanguageMenu } from "./LanguageMenu";
import { Logo } from "./Logo";
import "./patientPage.css";

interface PatientPageProps {
  children: ReactNode;
  /** More switches beside the language. */
  tools?: ReactNode;
  /** Room for two columns on a large screen. */
  wide?: boolean;
}

/** Header with the language, one column, actions at the thumb. */
export function PatientPage({ children, tools, wide = false }: PatientPageProps) {
  const { t } = useTranslation();
  const { name } = useClinic();
  return (
    <div className={wide ? "patient-page patient-page-wide" : "patient-page"}>
      <a className="skip-link" href="#main">
        {t("common.skip")}
      </a>
      <header className="patient-header">
        <span className="brand">
          <Logo />
          <span>{name ?? "Vestibule"}</span>
        </span>
        <span className="patient-tools">
          {tools}
          <LanguageMenu />
        </span>
      </header>
      <main id="main" className="patient-main">
        {children}
      </main>
    </div>
  );
}

/** Screens before the call: who, with what, the waiting room. */
const steps = 3;

/** "Step 1 of 3", in words and in strokes. */
export function Steps({ step }: { step: number }) {
  const { t } = useTranslation();
  return (
    <p className="steps">
      <span>{t("join.step", { step, steps })}</span>
      {Array.from({ length: steps }, (_, index) => index).map((index) => (
        <span key={index} className={index < step ? "stroke stroke-done" : "stroke"} aria-hidden="true" />
      ))}
    </p>
  );
}
