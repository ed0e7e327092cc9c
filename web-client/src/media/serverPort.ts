/** The port at which an answer's candidates await media: one for all of them, by UDP and TCP. */
export function serverPort(answer: string): number | null {
  const port = /^a=candidate:\S+ \d+ \S+ \d+ \S+ (\d+) /m.exec(answer)?.[1];
  return port === undefined ? null : Number(port);
}
