import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { layoutOf } from '../../view/layout.ts'
import type { PlanView } from '../../view/plan.ts'
import type { Store } from '../store.ts'
import { useElement } from '../use-element.ts'
import { FlowArrows, FlowChoice } from './flow-arrows.tsx'
import { LinkLine } from './link-line.tsx'
import { MessageMark } from './message-mark.tsx'
import { NodeBox } from './node-box.tsx'
import { WayArrows, WayChoice, WaysInWords } from './way-arrows.tsx'

/** The network as a picture: tiers from the customer to Azure, primary above and secondary below. */
export function Topology({ store, plan }: { readonly store: Store; readonly plan: PlanView }): JSX.Element {
  const { ref, width, height } = useElement<HTMLDivElement>(900)
  const flow = useSignal(plan.flows[0]?.name ?? '')
  // Where there is much room, as on a projector, everything in it is larger.
  const zoom = useComputed(() => (width.value > 1050 ? 1.3 : 1)).value
  const layout = useComputed(() =>
    layoutOf(plan, { width: width.value / zoom, height: height.value / zoom }),
  ).value
  const least = useComputed(
    () => layoutOf(plan, { width: width.value / zoom, height: 0 }).height * zoom,
  ).value
  const moment = store.moment.value
  const ways = store.ways.value
  return (
    <section class="topology" aria-labelledby="topology-heading">
      <div class="heading">
        <h2 id="topology-heading">Network</h2>
        <div class="choices-of-arrows">
          <FlowChoice plan={plan} chosen={flow} store={store} />
          <WayChoice store={store} />
        </div>
      </div>
      <div class="frame" ref={ref} style={{ minHeight: `${least}px` }}>
        <svg
          width={layout.width * zoom}
          height={layout.height * zoom}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          role="group"
          aria-label="The network: links, sessions and routers"
        >
          <defs>
            <pattern
              id="hatch"
              width="7"
              height="7"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="7" height="7" class="hatch-ground" />
              <rect width="2.5" height="7" class="hatch-line" />
            </pattern>
            <pattern id="waits" width="5" height="12" patternUnits="userSpaceOnUse">
              <rect width="2" height="12" class="stands" />
            </pattern>
          </defs>
          {moment === undefined ? undefined : (
            <>
              {plan.links.map((link) => (
                <LinkLine key={link.name} {...{ store, plan, layout, link, moment }} />
              ))}
              {ways === undefined ? (
                <FlowArrows {...{ plan, layout, moment }} flow={flow.value} />
              ) : (
                <WayArrows {...{ plan, layout, ways }} />
              )}
              {plan.nodes.map((node) => (
                <NodeBox key={node.name} {...{ store, layout, node, moment, ways }} flow={flow.value} />
              ))}
              {moment.messages.map((message) => (
                <MessageMark key={message.seq} {...{ plan, layout, message }} />
              ))}
            </>
          )}
          {layout.tiers.map(({ caption, x, y }) => (
            <text key={caption + x} class={layout.isUpright ? 'tier upright' : 'tier'} x={x} y={y}>
              {caption}
            </text>
          ))}
        </svg>
      </div>
      {ways === undefined ? undefined : <WaysInWords ways={ways} />}
      <Legend />
    </section>
  )
}

function Legend(): JSX.Element {
  return (
    <p class="legend">
      <span>
        <b class="glyph">●</b> Established
      </span>
      <span>
        <b class="glyph">◐</b> opening
      </span>
      <span>
        <b class="glyph">○</b> down
      </span>
      <span>
        <b class="glyph">✕</b> ports down
      </span>
      <span>
        <b class="glyph">?</b> silent: ports up, nothing gets through
      </span>
      <span>
        messages: <b class="glyph">+</b> announce <b class="glyph">−</b> withdraw <b class="glyph">!</b>{' '}
        notification <b class="glyph">·</b> other
      </span>
    </p>
  )
}
