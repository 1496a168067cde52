import type { FailureCase } from '../../analysis/failure-sweep.ts'
import type { FlowVerdict } from '../../analysis/settled-network.ts'
import { flowArrow } from '../../scenario/result/flow-arrow.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import { formatPart, formatSpan } from '../quantity.ts'

export const signs = { kept: '✓', never: '✓', broken: '~', lost: '✗' } as const

const harm = { kept: 0, never: 0, broken: 1, lost: 2 } as const

export type Verdict = FlowVerdict['verdict']

/** That of the flow that fares worst. One that arrives and finds too little room is not kept. */
export function verdictOf({ flows }: FailureCase): Verdict {
  return flows.reduce<Verdict>((worst, flow) => {
    const verdict = flow.verdict === 'kept' && flow.dropping > 0 ? 'broken' : flow.verdict
    return harm[verdict] > harm[worst] ? verdict : worst
  }, 'kept')
}

function mostDropping({ flows }: FailureCase): number {
  return Math.max(0, ...flows.map(({ dropping }) => dropping))
}

export function worstOutageOf({ flows }: FailureCase): Micros {
  return Math.max(0, ...flows.map(({ worstOutage }) => worstOutage))
}

/** The worst first; of those that are alike the one with fewer failures, and then as the elements come. */
export function byHarm(a: FailureCase, b: FailureCase): number {
  return (
    harm[verdictOf(b)] - harm[verdictOf(a)] ||
    mostDropping(b) - mostDropping(a) ||
    worstOutageOf(b) - worstOutageOf(a) ||
    a.elements.length - b.elements.length
  )
}

export function nameOf({ elements }: Pick<FailureCase, 'elements'>): string {
  return elements.map(({ name }) => name).join(' + ')
}

export function flowNames([first]: readonly FailureCase[]): readonly string[] {
  return first?.flows.map(({ name, direction }) => `${name} ${flowArrow[direction]}`) ?? []
}

/** What became of one direction of a flow, in a word or two. */
export function flowCell(flow: FlowVerdict): string {
  const dropped = flow.dropping === 0 ? '' : `, ${formatPart(flow.dropping)} dropped`
  return `${outcomeText(flow)}${dropped}`
}

function outcomeText({ verdict, worstOutage, arriving }: FlowVerdict): string {
  if (verdict === 'kept') return 'kept'
  if (verdict === 'never') return 'never arrives'
  if (verdict === 'broken')
    return worstOutage === 0 ? 'some packets' : formatSpan(microsToSeconds(worstOutage))
  return arriving === 0 ? 'lost' : `${Math.round((1 - arriving) * 100)} % lost`
}
