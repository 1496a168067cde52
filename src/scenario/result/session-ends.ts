/** The two ends of a session; the first is where `vmsee` looks from. */
export interface SessionEnds {
  readonly name: string
  readonly local: string
  readonly remote: string
  /** The name of the link that it runs over. */
  readonly link: string
}
