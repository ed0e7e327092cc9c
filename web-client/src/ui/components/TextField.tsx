import { TriangleAlert } from "lucide-react";
import type { Ref } from "react";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  type InputProps,
  Label,
  Text,
} from "react-aria-components";
import "./textField.css";

interface TextFieldProps extends Omit<AriaTextFieldProps, "children" | "className"> {
  label: string;
  hint?: string;
  /** What is wrong and what to do; null when nothing is. */
  error: string | null;
  patient?: boolean;
  input?: InputProps & { ref?: Ref<HTMLInputElement> };
}

/** Label above, hint under it, the error between hint and field. */
export function TextField({ label, hint, error, patient = false, input, ...props }: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      validationBehavior="aria"
      isInvalid={error !== null}
      className={patient ? "field field-patient" : "field"}
    >
      <Label className="field-label">{label}</Label>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">
        <TriangleAlert size={20} aria-hidden="true" />
        <span>{error}</span>
      </FieldError>
      <Input {...input} className={`field-input ${input?.className ?? ""}`} />
    </AriaTextField>
  );
}
