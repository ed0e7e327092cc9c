import { type FormEvent, useEffect, useState } from "react";
import type { Contact } from "vestibule-embedded/client";
import {
  CallButton,
  CallWidget,
  ConferencePage,
  MessageButton,
  MessageWidget,
  Vestibule,
} from "vestibule-embedded/react";
import { acquaintances, enter, server, type Visitor } from "./platform";

/** Another clinic's portal, with its own look, into which messages and calls are put. */
export function Site() {
  const [visitor, setVisitor] = useState<Visitor | null>(null);
  return (
    <>
      <header className="header">
        <h1>Les Tilleuls</h1>
        <p>A portal of another site: its server, its sign-in and its styles are its own.</p>
      </header>
      {visitor ? <Portal visitor={visitor} /> : <SignIn onEnter={setVisitor} />}
    </>
  );
}

function SignIn({ onEnter }: { onEnter(visitor: Visitor): void }) {
  const [problem, setProblem] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    enter(String(fields.get("email")), String(fields.get("password"))).then(onEnter, (error: Error) =>
      setProblem(error.message),
    );
  };
  return (
    <form className="card" onSubmit={submit}>
      <label>
        E-mail <input name="email" type="email" defaultValue="patient@demo.test" required />
      </label>
      <label>
        Password <input name="password" type="password" defaultValue="vestibule-demo" required />
      </label>
      <p role="alert">{problem}</p>
      <button type="submit" className="button">
        Enter the portal
      </button>
    </form>
  );
}

function Portal({ visitor }: { visitor: Visitor }) {
  const [people, setPeople] = useState<Contact[]>([]);
  const [language, setLanguage] = useState<"en" | "fr">("en");
  const [ownPage, setOwnPage] = useState(false);
  const [conference, setConference] = useState<string | null>(null);
  useEffect(() => {
    acquaintances(visitor).then(setPeople, () => setPeople([]));
  }, [visitor]);
  return (
    <Vestibule server={server} token={visitor.token} language={language} onConference={setConference}>
      <main>
        <section className="card">
          <h2>Your messages</h2>
          <MessageButton />
        </section>
        {people.map(({ id, name }) => (
          <section key={id} className="card">
            <h2>{name}</h2>
            <CallButton person={id} /> <CallButton person={id} mode="audio" /> <MessageButton person={id} />
          </section>
        ))}
        <section className="card">
          <button
            type="button"
            className="button"
            onClick={() => setLanguage(language === "en" ? "fr" : "en")}
          >
            {language === "en" ? "Français" : "English"}
          </button>
          <label>
            <input type="checkbox" checked={ownPage} onChange={(event) => setOwnPage(event.target.checked)} />{" "}
            Show calls on a page of this site
          </label>
        </section>
        {ownPage && conference && (
          <div className="conference">
            <ConferencePage sessionId={conference} />
          </div>
        )}
      </main>
      <MessageWidget />
      {!ownPage && <CallWidget />}
    </Vestibule>
  );
}
