interface NamedProps {
  /** A sentence with the name in it. */
  text: string;
  name: string;
}

/** Shows a name in a sentence stronger than the words around it. */
export function Named({ text, name }: NamedProps) {
  const at = text.indexOf(name);
  if (name === "" || at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <strong>{name}</strong>
      {text.slice(at + name.length)}
    </>
  );
}
