/** One end of a TCP connection, which has a number of its own. */
export interface SendingEnd {
  readonly node: string
  readonly connection: number
}

/** The UPDATEs that were sent and have not arrived: while there are any, the network has not converged. */
export class InFlight {
  #senders = new Map<number, SendingEnd>()

  get isEmpty(): boolean {
    return this.#senders.size === 0
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: InFlight): void {
    this.#senders = new Map(other.#senders)
  }

  /** `seq` is the record of the sending, which travels with the message. */
  sent(seq: number, sender: SendingEnd): void {
    this.#senders.set(seq, sender)
  }

  arrived(seq: number): void {
    this.#senders.delete(seq)
  }

  /** What was under way on a connection that is gone never arrives. */
  forget(isGone: (sender: SendingEnd) => boolean): void {
    for (const [seq, sender] of this.#senders) {
      if (isGone(sender)) this.#senders.delete(seq)
    }
  }
}
