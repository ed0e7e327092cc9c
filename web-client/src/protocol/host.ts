/** A page of another site that uses the server. */
export interface Host {
  /** The server's origin, such as `https://visio.clinic.example`. */
  server: string;
  /** A good access token, the server's or one of the clinic's platform; asked for again when it has run out. */
  token(): Promise<string>;
}
