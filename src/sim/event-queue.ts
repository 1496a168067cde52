import TinyQueue from 'tinyqueue'
import type { Micros } from './time.ts'

/** One thing to come. `sequence` orders equal instants by when they were scheduled. */
export interface QueueEntry<Event> {
  readonly at: Micros
  readonly sequence: number
  readonly event: Event
}

/** A place among the events of one instant, where they are to come otherwise than as they were scheduled. */
export type RankOf<Event> = (at: Micros, event: Event) => number

/** What is to come, in order of (at, sequence), and the clock of the run. Events are plain data. */
export class EventQueue<Event> {
  readonly #order: (a: QueueEntry<Event>, b: QueueEntry<Event>) => number
  #heap: TinyQueue<QueueEntry<Event>>
  /** The heap cannot give up an entry from its middle, so a cancelled one stays until it comes up. */
  #pending = new Set<number>()
  #now: Micros = 0
  #sequence = 0

  /** With ranks, events of one instant come in their order, and by sequence where they have the same. */
  constructor(rankOf?: RankOf<Event>) {
    this.#order =
      rankOf === undefined
        ? inOrder
        : (a, b) => a.at - b.at || rankOf(a.at, a.event) - rankOf(b.at, b.event) || a.sequence - b.sequence
    this.#heap = new TinyQueue([], this.#order)
  }

  get now(): Micros {
    return this.#now
  }

  /** How many events are still to come. */
  get size(): number {
    return this.#pending.size
  }

  /** Answers a ticket by which the event can be cancelled. */
  schedule(at: Micros, event: Event): number {
    if (!Number.isSafeInteger(at)) throw new Error(`${at} is no whole number of microseconds`)
    if (at < this.#now) throw new Error(`an event at ${at} lies before now, which is ${this.#now}`)
    const sequence = this.#sequence++
    this.#pending.add(sequence)
    this.#heap.push({ at, sequence, event })
    return sequence
  }

  /** Without effect on an event that has happened or was cancelled before. */
  cancel(ticket: number): void {
    this.#pending.delete(ticket)
  }

  /** When the next event is due. */
  peek(): Micros | undefined {
    return this.#head()?.at
  }

  /** Takes the next event and moves the clock to it. */
  next(): QueueEntry<Event> | undefined {
    const entry = this.#head()
    if (entry === undefined) return undefined
    this.#heap.pop()
    this.#pending.delete(entry.sequence)
    this.#now = entry.at
    return entry
  }

  /** Lets time pass in which nothing happens, as a clock outside does. */
  waitUntil(at: Micros): void {
    const next = this.peek()
    if (at < this.#now || (next !== undefined && next < at)) throw new Error(`${at} is not the next instant`)
    this.#now = at
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: EventQueue<Event>): void {
    this.#heap = new TinyQueue([...other.#heap.data], this.#order)
    this.#pending = new Set(other.#pending)
    this.#now = other.#now
    this.#sequence = other.#sequence
  }

  #head(): QueueEntry<Event> | undefined {
    let entry = this.#heap.peek()
    while (entry !== undefined && !this.#pending.has(entry.sequence)) {
      this.#heap.pop()
      entry = this.#heap.peek()
    }
    return entry
  }
}

// A heap ordered by time alone would be free to swap events of one instant.
function inOrder(a: QueueEntry<unknown>, b: QueueEntry<unknown>): number {
  return a.at - b.at || a.sequence - b.sequence
}
