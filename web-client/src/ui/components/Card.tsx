import { type ReactNode, useId } from "react";
import "./card.css";

interface CardProps {
  title: string;
  /** How many there are, after the title. */
  count?: number;
  /** Stands at the end of the title's line. */
  tools?: ReactNode;
  busy?: boolean;
  children: ReactNode;
}

/** A part of a page with a title of its own. */
export function Card({ title, count, tools, busy = false, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id} aria-busy={busy}>
      <div className="card-head">
        <h2 id={id}>
          {title}
          {count !== undefined && <span className="card-count"> {count}</span>}
        </h2>
        {tools}
      </div>
      {children}
    </section>
  );
}
