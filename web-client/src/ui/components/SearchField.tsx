import { Search } from "lucide-react";
import { useId } from "react";
import "./textField.css";
import "./searchField.css";

interface SearchFieldProps {
  /** What is looked for: the name of the field, and what stands in it while it is empty. */
  label: string;
  value: string;
  onChange(typed: string): void;
}

/** Looks for what is typed. The lens and the words in it say so, its name stays when they go. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const id = useId();
  return (
    <div className="search-field">
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <Search size={20} aria-hidden="true" />
      <input
        id={id}
        type="search"
        className="field-input"
        maxLength={80}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
