import { Check, TriangleAlert } from "lucide-react";
import { Checkbox, CheckboxGroup, FieldError, Label } from "react-aria-components";
import "./choice.css";

interface ChecksProps<Id extends string> {
  label: string;
  error: string | null;
  choices: { id: Id; name: string }[];
  chosen: Id[];
  onChoose(ids: Id[]): void;
}

/** Some of a few, all in sight. */
export function Checks<Id extends string>({ label, error, choices, chosen, onChoose }: ChecksProps<Id>) {
  return (
    <CheckboxGroup
      className="choice"
      value={chosen}
      onChange={(ids) => onChoose(ids as Id[])}
      isInvalid={error !== null}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      <FieldError className="field-error">
        <TriangleAlert size={20} aria-hidden="true" />
        <span>{error}</span>
      </FieldError>
      <div className="choice-radios">
        {choices.map(({ id, name }) => (
          <Checkbox key={id} value={id} className="choice-radio">
            <Check size={20} aria-hidden="true" className="choice-check" />
            {name}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  );
}
