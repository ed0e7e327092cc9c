import { Client, type Contact, listContacts } from "vestibule-embedded/client";

/** Where the server is that this site uses; `?server=` names another one. */
export const server = new URLSearchParams(location.search).get("server") ?? "http://localhost:8080";

/** Who is at this site, with what their sign-in gives. */
export interface Visitor {
  email: string;
  token(): Promise<string>;
}

/**
 * A site of its own asks its own back end here, which signs a token of the clinic's platform. This one has no back end:
 * it signs in as one of the demo's people.
 */
export async function enter(email: string, password: string): Promise<Visitor> {
  const token = () => signIn(email, password);
  await token();
  return { email, token };
}

async function signIn(email: string, password: string): Promise<string> {
  const response = await fetch(`${server}/api/v1/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error("The e-mail address or the password is wrong.");
  return (await response.json()).access_token;
}

/** Those whom the visitor may call or write to, by the part of the library that knows no view. */
export function acquaintances(visitor: Visitor): Promise<Contact[]> {
  return listContacts(new Client({ server, token: visitor.token }).api);
}
