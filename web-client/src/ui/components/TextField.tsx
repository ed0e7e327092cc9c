import { TriangleAlert } from "lucide-react";
import { type InputHTMLAttributes, type Ref, useId } from "react";
import "./textField.css";

type InputProps = InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> };

interface TextFieldProps extends Omit<InputProps, "className" | "onChange" | "ref"> {
  label: string;
  hint?: string;
  /** What is wrong and what to do; null when nothing is. */
  error: string | null;
  patient?: boolean;
  onChange(typed: string): void;
  /** What concerns the input alone. */
  input?: InputProps;
}

/** Label above, hint under it, the error between hint and field. */
export function TextField({
  label,
  hint,
  error,
  patient = false,
  onChange,
  input,
  ...props
}: TextFieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error !== null && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={patient ? "field field-patient" : "field"}>
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      {hint && (
        <span id={`${id}-hint`} className="field-hint">
          {hint}
        </span>
      )}
      {error !== null && (
        <span id={`${id}-error`} className="field-error" role="alert">
          <TriangleAlert size={20} aria-hidden="true" />
          <span>{error}</span>
        </span>
      )}
      <input
        type="text"
        {...props}
        {...input}
        id={id}
        aria-invalid={error !== null || undefined}
        aria-describedby={describedBy || undefined}
        className={`field-input ${input?.className ?? ""}`}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
