import type { Speaker } from '../bgp/speaker.ts'

/** The speaker of one router, which a fork of the simulation has too, until either of the two is given an event. */
export class SharedSpeaker {
  readonly #first: () => Speaker
  #speaker: Speaker | undefined
  #isShared = false

  /** `first` makes it when it is first asked for: a fork has another one's. */
  constructor(first: () => Speaker) {
    this.#first = first
  }

  /** For looking at. */
  get now(): Speaker {
    this.#speaker ??= this.#first()
    return this.#speaker
  }

  /** For events: nobody else has it. */
  get own(): Speaker {
    if (this.#isShared) this.become(this.now.fork())
    return this.now
  }

  become(speaker: Speaker): void {
    this.#speaker = speaker
    this.#isShared = false
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: SharedSpeaker): void {
    this.#speaker = other.now
    this.#isShared = true
    other.#isShared = true
  }
}
