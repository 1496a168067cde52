import type { Draw } from '../../sim/draw.ts'
import type { ActionSketch, DeedSketch, RouterSketch, SessionSketch } from './sketch.ts'

/** Far enough apart for a hold time and what comes after it. */
const betweenDeedsSeconds = 60
const undoneAfterSeconds = 30

/** What happens to the network: nothing, or up to four deeds, most of which are undone before the next. */
export function drawHistory(
  routers: readonly RouterSketch[],
  sessions: readonly SessionSketch[],
  draw: Draw,
): readonly DeedSketch[] {
  return Array.from({ length: draw.whole(0, 4) }, (_, index) => {
    const action = drawAction(routers, sessions, draw)
    const isUndone = action.kind !== 'clear' && draw.chance(0.6)
    return {
      afterSeconds: 10 + betweenDeedsSeconds * index,
      forSeconds: isUndone ? undoneAfterSeconds : undefined,
      action,
    }
  })
}

function drawAction(
  routers: readonly RouterSketch[],
  sessions: readonly SessionSketch[],
  draw: Draw,
): ActionSketch {
  const { between, families } = draw.one(sessions)
  const family = draw.one(families)
  const pool = [...new Set(routers.flatMap(({ advertise }) => advertise))]
  const { name } = draw.one(routers)
  const origins = routers.flatMap(({ name: at, advertise }) => advertise.map((prefix) => ({ at, prefix })))
  return draw.one<ActionSketch>([
    { kind: 'announce', at: name, prefix: draw.one(pool) },
    { kind: 'withdraw', ...draw.one(origins) },
    { kind: 'withdraw', ...draw.one(origins) },
    { kind: 'shut', between, family },
    { kind: 'clear', between, family },
    { kind: 'cut', between, silently: false },
    { kind: 'cut', between, silently: draw.chance(0.5) },
  ])
}
