import type { Micros } from './time.ts'

/**
 * A fault is a rule on one link. What drops every packet (a port down, silence, a mismatch) decides alone, the first
 * in order; shares of loss and delays add up.
 * Latency, loss and silence are one concept. A seen cut is the exception that proves it: the ports learn of it.
 */
export type FaultRule =
  /** The ports at both ends lose carrier. */
  | { readonly kind: 'ports-down'; readonly id: string; readonly link: string }
  /** Packets vanish; ports stay up. `from` limits it to what that node sends. */
  | {
      readonly kind: 'silence'
      readonly id: string
      readonly link: string
      readonly from: string | undefined
    }
  /** Each packet is lost with this probability, from 0 to 1. */
  | {
      readonly kind: 'loss'
      readonly id: string
      readonly link: string
      readonly from: string | undefined
      readonly share: number
    }
  /** Each packet takes this much longer, and up to as much again as the jitter, drawn for each. */
  | {
      readonly kind: 'delay'
      readonly id: string
      readonly link: string
      readonly from: string | undefined
      readonly micros: Micros
      readonly jitterMicros: Micros
    }
  /** The ends are configured unlike, in their VLANs or addresses: neither hears the other, and both ports are up. */
  | {
      readonly kind: 'mismatch'
      readonly id: string
      readonly link: string
      readonly what: 'VLAN' | 'addresses'
    }

export type Verdict =
  | { readonly kind: 'deliver'; readonly delayMicros: Micros }
  | { readonly kind: 'drop'; readonly why: 'port-down' | 'silence' | 'loss' | 'node-down' }

/** What a packet sent into a link can expect, before anything is drawn: all its loss rules as one share. */
export type Passage =
  | {
      readonly kind: 'carries'
      readonly delayMicros: Micros
      readonly loss: number
      readonly jitterMicros: Micros
    }
  | Obstacle

/** What lets no packet through. */
export interface Obstacle {
  readonly kind: 'drop'
  readonly why: 'port-down' | 'silence' | 'node-down'
}

/** What one link's rules make of the packets that `from` sends. */
export function passageUnder(rules: readonly FaultRule[], from: string, delayMicros: Micros): Passage {
  let delay = delayMicros
  let loss = 0
  let jitterMicros = 0
  for (const rule of rules) {
    if (rule.kind === 'ports-down') return { kind: 'drop', why: 'port-down' }
    if (rule.kind === 'mismatch') return { kind: 'drop', why: 'silence' }
    if (rule.from !== undefined && rule.from !== from) continue
    if (rule.kind === 'silence') return { kind: 'drop', why: 'silence' }
    if (rule.kind === 'loss') loss = eitherLoss(loss, rule.share)
    if (rule.kind === 'delay') {
      delay += rule.micros
      jitterMicros += rule.jitterMicros
    }
  }
  return { kind: 'carries', delayMicros: delay, loss, jitterMicros }
}

/** Whether all packets fare alike, so that nothing has to be drawn for any. */
export function isSteady(passage: Passage): boolean {
  return passage.kind === 'drop' || (passage.loss === 0 && passage.jitterMicros === 0)
}

/** Whether any packet gets through: a link that loses all of them is as good as cut. */
export function letsThrough(passage: Passage): boolean {
  return passage.kind === 'carries' && passage.loss < 1
}

/** The probability that one of two independent losses takes a packet; exact where the other is 0. */
export function eitherLoss(a: number, b: number): number {
  return a + (1 - a) * b
}

/** The verdict of one link's rules on a packet that `from` sends; `draw` gives a number from 0 up to 1. */
export function judge(
  rules: readonly FaultRule[],
  from: string,
  delayMicros: Micros,
  draw: () => number,
): Verdict {
  const passage = passageUnder(rules, from, delayMicros)
  if (passage.kind === 'drop') return passage
  if (passage.loss > 0 && draw() < passage.loss) return { kind: 'drop', why: 'loss' }
  const { jitterMicros } = passage
  const late = jitterMicros === 0 ? 0 : Math.floor(draw() * (jitterMicros + 1))
  return { kind: 'deliver', delayMicros: passage.delayMicros + late }
}
