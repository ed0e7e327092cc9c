import { type ReactNode, useId } from "react";
import "./card.css";

interface CardProps {
  title: string;
  /** Stands at the end of the title's line. */
  tools?: ReactNode;
  busy?: boolean;
  children: ReactNode;
}

/** A part of a page with a title of its own. */
export function Card({ title, tools, busy = false, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id} aria-busy={busy}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {tools}
      </div>
      {children}
    </section>
  );
}
