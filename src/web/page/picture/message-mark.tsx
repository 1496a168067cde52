import type { JSX } from 'preact'
import { type Layout, pointOn } from '../../view/layout.ts'
import type { FlyingMessage, MessageShape } from '../../view/messages.ts'
import type { PlanView } from '../../view/plan.ts'

/** Told apart by what stands in them as much as by colour. */
export const messageGlyphs: Readonly<Record<MessageShape, string>> = {
  announce: '+',
  withdraw: '−',
  replace: '±',
  notify: '!',
  talk: '·',
}

interface MessageMarkProps {
  readonly plan: PlanView
  readonly layout: Layout
  readonly message: FlyingMessage
}

/** A message on its way along the link of its session. */
export function MessageMark({ plan, layout, message }: MessageMarkProps): JSX.Element | undefined {
  const session = plan.sessions.find(({ name }) => name === message.session)
  const link = plan.links.find(({ name }) => name === session?.link)
  const curve = link === undefined ? undefined : layout.links.get(link.name)
  if (curve === undefined || link === undefined) return undefined
  const share = link.ends[0] === message.from ? message.share : 1 - message.share
  // Beside the boxes at both ends, and not over their names.
  const { x, y } = pointOn(curve, 0.15 + 0.7 * share)
  return (
    <g class={`message ${message.shape}`} transform={`translate(${x} ${y})`}>
      <title>{`${message.from} to ${message.to}: ${message.words}`}</title>
      <rect x={-9} y={-8} width={18} height={16} rx={message.shape === 'notify' ? 0 : 8} />
      <text y={4.5}>{messageGlyphs[message.shape]}</text>
    </g>
  )
}
