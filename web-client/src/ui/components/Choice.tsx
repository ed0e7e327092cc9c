import { Label, Radio, RadioGroup } from "react-aria-components";
import "./choice.css";

interface ChoiceProps<Id extends string> {
  label: string;
  choices: { id: Id; name: string; lang?: string }[];
  chosen: Id;
  onChoose(id: Id): void;
}

/** One of a few, all in sight. */
export function Choice<Id extends string>({ label, choices, chosen, onChoose }: ChoiceProps<Id>) {
  return (
    <RadioGroup className="choice" value={chosen} onChange={(id) => onChoose(id as Id)}>
      <Label className="field-label">{label}</Label>
      <div className="choice-radios">
        {choices.map(({ id, name, lang }) => (
          <Radio key={id} value={id} className="choice-radio" {...(lang && { lang })}>
            <span className="choice-dot" aria-hidden="true" />
            {name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
