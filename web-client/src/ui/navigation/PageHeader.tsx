import type { ReactNode } from "react";
import { LanguageMenu } from "../components/LanguageMenu";
import { PageHeading } from "../components/PageHeading";
import { ThemeMenu } from "../components/ThemeMenu";

interface PageHeaderProps {
  title: string;
  /** A line under the title. */
  note?: string | null | undefined;
  /** Stands before the switches that are on every page. */
  search?: ReactNode;
  /** What can be done on this page, after them. */
  children?: ReactNode;
}

/** The title of a page of the signed-in, and its tools. */
export function PageHeader({ title, note, search, children }: PageHeaderProps) {
  return (
    <header className="page-header">
      <div>
        <PageHeading className="page-title">{title}</PageHeading>
        {note && <p className="page-note">{note}</p>}
      </div>
      <div className="page-tools">
        {search}
        <LanguageMenu short />
        <ThemeMenu />
        {children}
      </div>
    </header>
  );
}
