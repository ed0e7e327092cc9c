import { Check, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import type { Patient } from "../../protocol/listPatients";
import { useTranslation } from "../i18n/useTranslation";
import { usePatients } from "./usePatients";
import "../components/menu.css";
import "./patientPicker.css";

interface PatientPickerProps {
  patient: Patient | null;
  onChoose(patient: Patient | null): void;
}

/** Finds one of the doctor's patients by some letters; nobody chosen is allowed. */
export function PatientPicker({ patient, onChoose }: PatientPickerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { patients, isPending } = usePatients(typed === patient?.name ? "" : typed);
  useFocusByKey(field);
  return (
    <ComboBox
      className="picker"
      items={patients}
      inputValue={typed}
      onInputChange={setTyped}
      value={patient?.id ?? null}
      onChange={(id) => {
        const chosen = patients.find((one) => one.id === id) ?? null;
        onChoose(chosen);
        setTyped(chosen?.name ?? "");
      }}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <Label className="visually-hidden">{t("patients.find")}</Label>
      <Search size={20} aria-hidden="true" className="picker-icon" />
      <Input ref={field} className="field-input picker-input" placeholder={t("patients.find")} />
      <span className="picker-key" aria-hidden="true">
        {t("patients.key")}
      </span>
      <Popover className="menu-popover picker-popover">
        <ListBox<Patient>
          renderEmptyState={() => (
            <p className="picker-empty">
              {t(isPending ? "common.loading" : typed ? "patients.noMatch" : "patients.none")}
            </p>
          )}
        >
          {({ id, name, email }) => (
            <ListBoxItem id={id} textValue={name} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="menu-check">{isSelected && <Check size={20} aria-hidden="true" />}</span>
                  <span className="picker-words">
                    {name}
                    <span>{email}</span>
                  </span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** Ctrl or Cmd with K, as in other programs. */
function useFocusByKey(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [field]);
}
