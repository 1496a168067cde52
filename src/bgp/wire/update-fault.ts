import type { NotificationMessage } from '../notification.ts'

/** What is made of an error in an UPDATE short of a reset: RFC 7606 §2, and RFC 4271 §6.3 for prefixes no route leads to. */
export type FaultHandling = 'treat-as-withdraw' | 'attribute-discard' | 'prefix-ignored'

/** An error in an UPDATE that the session survives. */
export interface UpdateFault {
  readonly handling: FaultHandling
  /** The type of the attribute that it is in; `undefined` where it is in none. */
  readonly attribute: number | undefined
  /** Whose rule it is: `RFC 7606 §7.1`. */
  readonly section: string
  /** `ORIGIN has 2 octets`. */
  readonly problem: string
}

/** An error in an UPDATE, before all of them are weighed. */
export interface UpdateProblem extends Omit<UpdateFault, 'handling'> {
  readonly handling: FaultHandling | 'session-reset'
  /** What RFC 4271 §6.3 answers, where the session is reset, be it for RFC 7606 §5.2. */
  readonly notification: NotificationMessage
}
